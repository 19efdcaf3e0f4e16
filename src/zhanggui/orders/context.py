"""What every page may say to leads: rules that ran in circles, people who see very many receivers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from zhanggui.kernel.clock import now
from zhanggui.orders.models import ReviewRule
from zhanggui.orders.receivers.looks import MuchSeen, much_seen_today


def circling_rules(request: HttpRequest) -> dict[str, Callable[[], list[Any]]]:
    """`circling_rules`, for those who can see to it, read when a page asks for them. One statement."""

    def read() -> list[Any]:
        actor = getattr(request, "actor", None)
        if actor is None or not actor.may("clear_rule_alarms"):
            return []
        return list(ReviewRule.objects.filter(alarms__isnull=False).distinct().order_by("place")[:3])

    return {"circling_rules": read}


def much_seen(request: HttpRequest) -> dict[str, Callable[[], list[MuchSeen]]]:
    """`much_seen` today, for those who account for looks, read when a page asks for them. One statement."""

    def read() -> list[MuchSeen]:
        actor = getattr(request, "actor", None)
        return much_seen_today(now()) if actor is not None and actor.may("see_looks") else []

    return {"much_seen": read}
