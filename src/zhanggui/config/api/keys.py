"""Who calls: a program with a key, or a page of ours with its session."""

from dataclasses import replace
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.asked import AskedRequest
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.signing_in import actor_of_key


class PageTokenMissing(Refusal):
    """The request did not come from a page of this program. Load the page again."""

    http_state = 403


class BearerKey(HttpBearer):
    """`Authorization: Bearer zg_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return actor_of_key(token, at=now())


class SessionCookie(APIKeyCookie):
    """The session of a signed-in person; writing also takes the CSRF token of a page."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        actor = cast(AskedRequest, request).actor
        if actor is None:
            return None
        if check_csrf(request):
            raise PageTokenMissing
        return replace(actor, source="api")
