"""The record of looks at receivers: written by whoever shows whole words, counted against the day."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, Sum

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.orders.models import ReceiverLook
from zhanggui.orders.rules.looks import check_exports, check_looks, is_much
from zhanggui.orders.states import LookWay
from zhanggui.people.models import User


def record_look(order_ids: Sequence[int], *, way: LookWay, purpose: str, actor: Actor, at: datetime) -> None:
    """One row for the set, however large it is."""
    if order_ids:
        ReceiverLook.objects.create(
            at=at, user_id=actor.user_id, actor=actor.name, source=actor.source, way=way, purpose=purpose,
            order_count=len(order_ids), order_ids=list(order_ids),
        )  # fmt: skip


def check_looks_left(asked: int, *, actor: Actor, at: datetime) -> None:
    """Raises LooksUsedUp. Two looks of one person wait for each other; the program itself has no limit."""
    if actor.user_id is not None:
        _wait_for(actor.user_id)
        check_looks(seen=looks_today(actor.user_id, at=at), asked=asked, limit=_limit(LookWay.SHOWN))


def check_exports_left(asked: int, *, actor: Actor, at: datetime) -> None:
    """Raises ExportsUsedUp, in the same way."""
    if actor.user_id is not None:
        _wait_for(actor.user_id)
        seen = looks_today(actor.user_id, way=LookWay.EXPORTED, at=at)
        check_exports(seen=seen, asked=asked, limit=_limit(LookWay.EXPORTED))


def looks_today(user_id: int, *, way: LookWay = LookWay.SHOWN, at: datetime) -> int:
    """How many receivers this person was shown since midnight. Labels and files have rights of their own."""
    looks = ReceiverLook.objects.filter(user_id=user_id, at__gte=_midnight(at), way=way)
    return looks.aggregate(seen=Sum("order_count"))["seen"] or 0


class Day(NamedTuple):
    """What a day allows one person, and what they had of it; a limit of 0 is none."""

    seen: int
    limit: int


def day_of(actor: Actor, *, way: LookWay = LookWay.SHOWN, at: datetime) -> Day | None:
    """None for the program itself."""
    if actor.user_id is None:
        return None
    return Day(looks_today(actor.user_id, way=way, at=at), _limit(way))


class MuchSeen(NamedTuple):
    """Somebody who has nearly used up a day."""

    actor: str
    way: str
    seen: int
    limit: int


def much_seen_today(at: datetime) -> list[MuchSeen]:
    """Who was shown, or gave out, nearly as many receivers today as a day allows. One statement."""
    limits = {way: _limit(way) for way in (LookWay.SHOWN, LookWay.EXPORTED)}
    looks = ReceiverLook.objects.filter(at__gte=_midnight(at), user__isnull=False, way__in=list(limits))
    rows = looks.values_list("user_id", "way").annotate(seen=Sum("order_count"), name=Max("actor")).order_by("-seen")
    return [
        MuchSeen(name, str(LookWay(way).label), seen, limits[LookWay(way)])
        for _, way, seen, name in rows
        if is_much(seen=seen, limit=limits[LookWay(way)])
    ]


def _limit(way: LookWay) -> int:
    limit: int = settings.RECEIVER_EXPORTS_A_DAY if way == LookWay.EXPORTED else settings.RECEIVER_LOOKS_A_DAY
    return limit


def _wait_for(user_id: int) -> None:
    User.objects.select_for_update(no_key=True).get(pk=user_id)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(company_day(at), time.min, company_zone())
