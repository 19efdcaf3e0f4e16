"""What every page may say about review rules: those that ran in circles."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from zhanggui.orders.models import ReviewRule


def circling_rules(request: HttpRequest) -> dict[str, Callable[[], list[Any]]]:
    """`circling_rules`, for those who can see to it, read when a page asks for them. One statement."""

    def read() -> list[Any]:
        actor = getattr(request, "actor", None)
        if actor is None or not actor.may("clear_rule_alarms"):
            return []
        return list(ReviewRule.objects.filter(alarms__isnull=False).distinct().order_by("place")[:3])

    return {"circling_rules": read}
