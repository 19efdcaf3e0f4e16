"""Every request knows its actor, and pages are shown to nobody else."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.asked import AskedRequest
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.signing_in import person_of_session

Answer = Callable[[HttpRequest], HttpResponse]


class SignInNeeded(Refusal):
    """Please log in."""

    http_state = 401


class ActorMiddleware:
    """`request.actor` is the person signed in, read in one statement with rights and scope; None for a stranger."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(AskedRequest, request).actor = signed_in_actor(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if cast(AskedRequest, request).actor is not None or getattr(view, "open_to_all", False):
            return None
        return sign_in_answer(request)


def signed_in_actor(request: HttpRequest) -> Actor | None:
    session = request.session
    if SESSION_KEY not in session:
        return None
    person = person_of_session(int(session[SESSION_KEY]), session.get(HASH_SESSION_KEY, ""))
    if person is None:
        session.flush()
        return None
    return person.as_actor()


def sign_in_answer(request: HttpRequest) -> HttpResponse:
    """A page leads to the sign-in page and back; a script is told why it got nothing."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url("sign_in")})
    wants_data = "application/json" in f"{request.headers.get('Accept', '')} {request.content_type}"
    if wants_data or request.method not in ("GET", "HEAD"):
        refusal = SignInNeeded()
        body = {
            "type": f"urn:zhanggui:problem:{refusal.code()}",
            "title": "Sign in needed",
            "status": 401,
            "detail": refusal.sentence,
        }
        return JsonResponse(body | refusal.as_dict(), status=401, content_type="application/problem+json")
    return redirect_to_login(request.get_full_path())
