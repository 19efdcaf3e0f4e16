"""Memos we wrote and the platforms do not show yet, and what each answer leaves on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import MemoRefused, MemoTold
from zhanggui.channels.speaking import TROUBLE_LENGTH
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import SellerMemoWritten
from zhanggui.orders.models import Order
from zhanggui.orders.remarks.requests import end_refused, mark_shown, memos_waiting

_TOLD_OF = (SellerMemoWritten.NAME, MemoTold.NAME, MemoRefused.NAME)


@dataclass(frozen=True, slots=True)
class Memo:
    """What one order is to show on its platform: what was asked last, whatever a late version said since."""

    edit_id: int
    order_id: int
    shop_id: int
    order_number: str
    memo: str
    flag: int


def read_memos(order_ids: Sequence[int], *, actor: Actor) -> list[Memo]:
    """The memos of these orders that wait to be told, in three statements.

    One that somebody overwrote on the platform meanwhile is told no more: theirs is the newer one.
    """
    orders = {
        pk: (shop_id, number)
        for pk, shop_id, number in Order.objects.visible_to(actor)
        .filter(pk__among=set(order_ids))
        .values_list("pk", "shop_id", "number")
    }
    waiting = memos_waiting(list(orders))
    newest = (
        Fact.objects.filter(subject=SellerMemoWritten.SUBJECT, subject_id__among=set(orders), name__in=_TOLD_OF)
        .order_by("subject_id", "-id")
        .distinct("subject_id")
        .values_list("subject_id", "name")
    )
    return [
        Memo(waiting[order_id].edit_id, order_id, *orders[order_id], waiting[order_id].memo, waiting[order_id].flag)
        for order_id, name in newest
        if name == SellerMemoWritten.NAME and order_id in waiting
    ]


@transaction.atomic
def mark_memo_told(memo: Memo, *, shown_at: datetime | None, actor: Actor, at: datetime) -> None:
    """The platform shows it since `shown_at`, by its own clock: a later version with an older memo is an edit there."""
    mark_shown(memo.order_id, memo.edit_id, shown_at)
    announce([MemoTold(memo.order_id)], actor=actor, at=at)


@transaction.atomic
def mark_memo_refused(memo: Memo, refusal: Refusal, *, actor: Actor, at: datetime) -> None:
    """It is not tried again; whoever wrote it reads the reason on the order, and the next version says what stands."""
    end_refused(memo.order_id, memo.edit_id)
    announce([MemoRefused(memo.order_id, refusal.sentence[:TROUBLE_LENGTH])], actor=actor, at=at)
