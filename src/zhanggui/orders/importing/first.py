"""Orders seen for the first time: all rows of theirs, made while the server takes in those before them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from django.conf import settings

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import Row, copy_rows, draw_ids
from zhanggui.kernel.doors.channel import ChannelOrder, PaymentMode
from zhanggui.kernel.facts import announce
from zhanggui.kernel.seal import seal
from zhanggui.orders.changes.asked import AskedNow, take_in_requests
from zhanggui.orders.facts import OrderImported
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.importing.incoming import NEW_LINE, NEW_ORDER, content_row, line_row, payload_hash, snapshot_row
from zhanggui.orders.importing.writing import write_snapshots
from zhanggui.orders.lines.matching import KnownSkus
from zhanggui.orders.lines.settling import Key
from zhanggui.orders.models import Hold, Order, OrderLine, ReceiverWord
from zhanggui.orders.payments.gates import has_gate, take_over_payments
from zhanggui.orders.receivers.sealed import receiver_row, receiver_tokens
from zhanggui.orders.remarks.requests import ReadRemarks, Remark, take_in_remarks
from zhanggui.orders.rules.deadlines import ClockMark, clock_of, mark_of
from zhanggui.orders.rules.states import derive_state, platform_holds
from zhanggui.orders.rules.windows import asked_changes
from zhanggui.people.models import Shop


class _First(NamedTuple):
    """One of them, with what several of its rows say."""

    id: int
    order: ChannelOrder
    digest: bytes
    mark: ClockMark
    state: str
    reasons: list[str]

    @classmethod
    def of(cls, pk: int, order: ChannelOrder, *, channel: str, within: timedelta) -> Self:
        mark, state = mark_of(order, channel=channel, within=within), derive_state(channel=order.state)
        return cls(pk, order, payload_hash(order), mark, state, sorted(platform_holds(order, state=state)))

    def row(self, shop: Shop, *, is_read: bool, at: datetime) -> Row:
        order, clock = self.order, clock_of(self.order, self.mark, channel=shop.channel)
        content = content_row(order, digest=self.digest, clock=clock, receiver=receiver_row(order.receiver))
        return (self.id, shop.pk, order.number, self.state, 1, is_read, 0, 0, len(self.reasons), at, *content)

    def lines(self, skus: KnownSkus) -> Iterator[Row]:
        for line in self.order.lines:
            sku_id = skus.of(line.sku_code, line.listing)
            yield (self.id, line.number, *line_row(self.order, line, sku_id=sku_id), 0, 0, 0, 0, 0)

    def snapshot(self, source: str, *, at: datetime) -> Row:
        return snapshot_row(
            self.order, order_id=self.id, digest=self.digest, kind="first", source=source, mark=self.mark,
            sealed=seal(self.order.raw), at=at, days=settings.SNAPSHOT_DAYS,
        )  # fmt: skip


def insert_orders(
    shop: Shop, orders: Sequence[ChannelOrder], *, skus: KnownSkus, source: str, actor: Actor, at: datetime
) -> set[Key]:
    """They are here, with lines, sealed payload, holds, requests and money. Answers their lines that are bundles."""
    if not orders:
        return set()
    within = timedelta(hours=shop.ship_within_hours)
    ids = draw_ids(Order, len(orders))
    firsts = [_First.of(pk, order, channel=shop.channel, within=within) for pk, order in zip(ids, orders, strict=True)]
    by_id = dict(zip(ids, orders, strict=True))
    remarks = ReadRemarks.of(_remarks(by_id))
    copy_rows(Order, NEW_ORDER, (one.row(shop, is_read=one.id in remarks.courteous, at=at) for one in firsts))
    copy_rows(OrderLine, NEW_LINE, (row for one in firsts for row in one.lines(skus)))
    words = sorted((token, one.id, shop.pk) for one in firsts for token in receiver_tokens(one.order.receiver))
    copy_rows(ReceiverWord, ("token", "order_id", "shop_id"), words)
    write_snapshots(one.snapshot(source, at=at) for one in firsts)
    if holds := [(one.id, reason, "", actor.name, at) for one in firsts for reason in one.reasons]:
        copy_rows(Hold, ("order_id", "reason", "note", "placed_by", "placed_at"), holds)
    announce([OrderImported(one.id, one.order.number, one.state, source) for one in firsts], actor=actor, at=at)
    asked = {pk: AskedNow.of(order, channel=shop.channel) for pk, order in by_id.items() if asked_changes(order)}
    take_in_requests(asked, actor=actor, at=at)
    take_in_remarks(remarks, actor=actor, at=at)
    _take_in_money(by_id, actor=actor, at=at)
    return {(one.id, line.number) for one in firsts for line in one.order.lines if skus.is_bundle(line)}


def _remarks(orders: Mapping[int, ChannelOrder]) -> dict[int, Remark]:
    return {
        pk: Remark(order.buyer_message, order.seller_memo, order.placed_at, order.receiver)
        for pk, order in orders.items()
        if order.buyer_message or order.seller_memo
    }


def _take_in_money(orders: Mapping[int, ChannelOrder], *, actor: Actor, at: datetime) -> None:
    """Prepaid orders take what they cost from the balance at once; one that is too dear waits at its gate."""
    gated = {pk: order for pk, order in orders.items() if has_gate(order)}
    take_over_payments(gated, actor=actor, at=at)
    if prepaid := [pk for pk, order in gated.items() if order.payment_mode == PaymentMode.PREPAID]:
        reserve_balances(order_ids=prepaid, actor=actor, at=at)
