"""What buyers want back, kept in its newest version."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from zhanggui.channels.facts import RefundTold
from zhanggui.channels.halving import store_halving
from zhanggui.channels.models import RefundCase, ShopLink
from zhanggui.channels.rules import RefundUnstorable
from zhanggui.channels.states import UnreadKind
from zhanggui.channels.storing import Aside, keep_unread, store_within
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import Page
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundPage
from zhanggui.kernel.facts import announce
from zhanggui.kernel.seal import seal
from zhanggui.orders.models import Order

_CASE = (
    "shop_id", "number", "order_id", "order_number", "line_number", "state", "kind", "amount", "currency", "quantity",
    "reason", "asked_at", "modified_at", "decide_by", "return_carrier", "return_waybill", "payload",
)  # fmt: skip


@transaction.atomic(durable=True)
def store_refunds(link: ShopLink, told: RefundPage, orders: Page, *, actor: Actor, at: datetime) -> None:
    """All of the page is in with the orders it is about, or nothing of it; a case that the database cannot hold is set
    aside. The cursor moves with the page that covers it, and one that someone set back meanwhile stays there."""
    store_within(link, Page(orders=orders.orders, set_aside=orders.set_aside), source="refund", actor=actor, at=at)

    def keep(some: Sequence[ChannelRefund]) -> None:
        keep_refunds(link.shop_id, some, actor=actor, at=at)

    rejected = [_aside(refund, reason) for refund, reason in store_halving(told.refunds, keep)]
    aside = [*(Aside(one.number, one.refusal, one.raw) for one in told.set_aside), *rejected]
    read = {refund.order_number for refund in told.refunds} - {one.number for one in aside}
    keep_unread(link.shop_id, aside, kind=UnreadKind.REFUND, read=read, actor=actor, at=at)
    if told.covered_to is not None:
        begun_at = link.refunds_covered_to or link.covered_to
        cursor = ShopLink.objects.filter(Q(refunds_covered_to=None) | Q(refunds_covered_to__gte=begun_at), pk=link.pk)
        cursor.update(refunds_covered_to=Greatest(F("refunds_covered_to"), told.covered_to))


def _aside(refund: ChannelRefund, reason: str) -> Aside:
    number = refund.order_number
    return Aside(number, RefundUnstorable(refund=refund.number, number=number, reason=reason), refund.raw)


def keep_refunds(shop_id: int, refunds: Sequence[ChannelRefund], *, actor: Actor, at: datetime) -> None:
    """Each case is here as it was told, unless a newer version of it came before; of two versions of one moment the one
    told last counts, if it says something else. Two statements.

    A case that several lines share under one number is one case per line.
    """
    newest: dict[str, ChannelRefund] = {}
    for refund in sorted(refunds, key=lambda one: one.modified_at):
        newest[refund.number[:64]] = refund
    orders = dict(
        Order.objects.filter(
            shop_id=shop_id, number__among={refund.order_number for refund in newest.values()}
        ).values_list("number", "pk")
    )
    rows = [
        (
            shop_id, number, orders.get(one.order_number), one.order_number[:64], one.line_number[:64], one.state.value,
            one.kind.value, one.amount, one.currency, one.quantity, one.reason.replace("\0", "")[:200], one.asked_at,
            one.modified_at, one.decide_by, one.return_carrier[:40], one.return_waybill[:64], seal(one.raw),
        )
        for number, one in sorted(newest.items())
    ]  # fmt: skip
    told = _CASE[2:]
    changed = insert_rows(
        RefundCase,
        _CASE,
        rows,
        on_conflict=f"(shop_id, number) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in told)} "
        "WHERE channels_refundcase.modified_at < EXCLUDED.modified_at OR (channels_refundcase.modified_at = "
        "EXCLUDED.modified_at AND (channels_refundcase.state, channels_refundcase.amount) IS DISTINCT FROM "
        "(EXCLUDED.state, EXCLUDED.amount))",
        returning=("order_id", "number", "state"),
    )
    facts = [RefundTold(order_id, number, state) for order_id, number, state in changed if order_id is not None]
    announce(facts, actor=actor, at=at)
