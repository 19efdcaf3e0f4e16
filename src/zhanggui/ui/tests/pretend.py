"""Everybody is the same person, whose scope the address may name: `?as=clerk` sees one shop and no cost."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from zhanggui.kernel.actor import EVERYTHING, Actor
from zhanggui.kernel.asked import AskedRequest

LEAD = Actor(name="陈主管", user_id=1, grants=EVERYTHING)
CLERK = Actor(name="小王", user_id=2, grants=frozenset({"see_baskets", "note_baskets"}), shop_ids=frozenset({1}))


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(AskedRequest, request).actor = CLERK if request.GET.get("as") == "clerk" else LEAD
        return self.get_response(request)
