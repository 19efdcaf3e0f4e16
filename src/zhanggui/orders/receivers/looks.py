"""The record of looks at receivers: written by whoever shows whole words, counted against the day."""

from collections.abc import Sequence
from datetime import datetime, time

from django.conf import settings
from django.db.models import Sum

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.orders.models import ReceiverLook
from zhanggui.orders.rules.looks import check_looks
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
        User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
        check_looks(seen=looks_today(actor.user_id, at=at), asked=asked, limit=settings.RECEIVER_LOOKS_A_DAY)


def looks_today(user_id: int, *, at: datetime) -> int:
    """How many receivers this person was shown since midnight. Labels and files have rights of their own."""
    midnight = datetime.combine(company_day(at), time.min, company_zone())
    looks = ReceiverLook.objects.filter(user_id=user_id, at__gte=midnight, way=LookWay.SHOWN)
    return looks.aggregate(seen=Sum("order_count"))["seen"] or 0
