"""Pages for what went wrong outside a refusal. Named in the root urls as handler403, handler404, handler500."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.middleware import refusal_answer


class PageNotFound(Refusal):
    """There is no such page: {path}"""

    http_state = 404


class PageNotAllowed(Refusal):
    """You may not see this page. Ask your lead for the right, or log in with another name."""

    http_state = 403


class ServerStumbled(Refusal):
    """Something went wrong on the server. It was recorded. Nothing was changed."""

    http_state = 500


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_answer(request, PageNotFound(path=request.path))


def page_not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_answer(request, PageNotAllowed())


def server_stumbled(request: HttpRequest) -> HttpResponse:
    """Without side bar and database: whatever broke may break again."""
    try:
        return refusal_answer(request, ServerStumbled())
    except Exception:  # the error page itself must not fail
        return HttpResponse(gettext(ServerStumbled.template()), status=500, content_type="text/plain; charset=utf-8")
