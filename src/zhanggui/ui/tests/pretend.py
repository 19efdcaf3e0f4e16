"""Everybody is the same person, whose scope the address may name: `?as=clerk` sees one shop and no cost."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhanggui.kernel.actor import EVERYTHING, Actor

LEAD = Actor(name="陈主管", user_id=1, grants=EVERYTHING)
CLERK = Actor(name="小王", user_id=2, grants=frozenset({"see_baskets", "note_baskets"}), shop_ids=frozenset({1}))


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = CLERK if request.GET.get("as") == "clerk" else LEAD  # type: ignore[attr-defined]
        return self.get_response(request)
