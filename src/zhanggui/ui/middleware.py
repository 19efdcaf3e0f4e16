"""Refusals that a view lets through become answers here, in one place; and the headers every page carries."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from zhanggui.kernel.database_trouble import refusal_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.values import plain
from zhanggui.ui.readable import InputNotReadable, cannot_be_stored

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'"
)

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """JSON for a script, a partial for htmx, a page for a person; the state is the refusal's own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "reads_itself", False) or not cannot_be_stored(request):
            return None
        return refusal_answer(request, InputNotReadable())

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = exception if isinstance(exception, Refusal) else refusal_of(exception)
        return refusal_answer(request, refusal) if refusal else None


def refusal_answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in the form the asker reads."""
    if "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json":
        return JsonResponse(plain(refusal.as_dict()), status=refusal.http_state)
    context = {"code": refusal.code(), "sentence": refusal.sentence, "http_state": refusal.http_state}
    template = "ui/parts/refusal.html" if request.headers.get("HX-Request") else "ui/error.html"
    return render(request, template, context, status=refusal.http_state)
