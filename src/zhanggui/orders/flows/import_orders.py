"""Import orders of one shop, however often, late or disordered they arrive.

Afterwards each platform order is one order here, showing the newest version that ever arrived; every payload is kept
sealed; reasons to wait that the platform gives are holds; and parcels whose order now says otherwise are asked to
stop. A second arrival of the same payload changes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import Row, copy_rows, draw_ids
from zhanggui.kernel.doors.channel import ChannelOrder, PaymentMode
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import seal
from zhanggui.orders.changes.asked import AskedNow, take_in_requests
from zhanggui.orders.facts import OrderImported
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.importing.changing import apply_versions, write_snapshots
from zhanggui.orders.importing.incoming import NEW_LINE, NEW_ORDER, content_row, line_row, payload_hash, snapshot_row
from zhanggui.orders.importing.known import KnownOrders
from zhanggui.orders.lines.matching import KnownSkus
from zhanggui.orders.lines.settling import Key, settle_lines
from zhanggui.orders.models import Hold, Order, OrderLine, ReceiverWord
from zhanggui.orders.payments.gates import has_gate, take_over_payments
from zhanggui.orders.receivers.sealed import receiver_row, receiver_tokens
from zhanggui.orders.remarks.requests import Remark, take_in_remarks
from zhanggui.orders.rules.deadlines import clock_of, mark_of
from zhanggui.orders.rules.states import derive_state, platform_holds
from zhanggui.people.models import Shop


class OrderEmpty(Refusal):
    """Order {number} has no lines."""


class LineQuantityBad(Refusal):
    """Order {number}: line {line} has the quantity {quantity}; it must be at least 1."""


class LineTwice(Refusal):
    """Order {number}: the line number {line} occurs twice."""


@transaction.atomic
def import_orders(
    *, shop_id: int, orders: Sequence[ChannelOrder], source: str = "poll", actor: Actor, at: datetime
) -> Outcome[str]:
    shop = _lock_shop(shop_id, actor=actor)
    readable, refused = _readable(orders)
    known = KnownOrders.load(shop_id=shop_id, numbers=[order.number for order in readable])
    skus = KnownSkus.load(shop_id=shop_id, orders=readable)

    fresh: dict[str, ChannelOrder] = {}
    again: list[ChannelOrder] = []
    for order in readable:
        if order.number in known or order.number in fresh:
            again.append(order)
        else:
            fresh[order.number] = order

    bundles = _insert_orders(shop, list(fresh.values()), skus=skus, source=source, actor=actor, at=at)
    if twice := [order.number for order in again if order.number in fresh]:
        known |= KnownOrders.load(shop_id=shop_id, numbers=twice)
    unsettled = apply_versions(known, again, skus=skus, shop=shop, source=source, actor=actor, at=at)
    settle_lines({key[0] for key in bundles} | unsettled.orders, anew=bundles | unsettled.anew, at=at)
    return Outcome(done=list(dict.fromkeys(order.number for order in readable)), refused=refused)


def _lock_shop(shop_id: int, *, actor: Actor) -> Shop:
    """Imports into one shop go one after the other, so that two first arrivals of an order meet."""
    shop = Shop.objects.visible_to(actor).filter(pk=shop_id).select_for_update(no_key=True).first()
    if shop is None:
        raise NotFound(what="shop", key=shop_id)
    return shop


def _readable(orders: Sequence[ChannelOrder]) -> tuple[list[ChannelOrder], dict[str, Refusal]]:
    refused: dict[str, Refusal] = {}
    for order in orders:
        if not order.lines:
            refused[order.number] = OrderEmpty(number=order.number)
        elif len({line.number for line in order.lines}) < len(order.lines):
            twice = Counter(line.number for line in order.lines).most_common(1)[0][0]
            refused[order.number] = LineTwice(number=order.number, line=twice)
        else:
            for line in order.lines:
                if line.quantity < 1:
                    refused[order.number] = LineQuantityBad(
                        number=order.number, line=line.number, quantity=line.quantity
                    )
    return [order for order in orders if order.number not in refused], refused


def _insert_orders(
    shop: Shop, orders: Sequence[ChannelOrder], *, skus: KnownSkus, source: str, actor: Actor, at: datetime
) -> set[Key]:
    """Orders seen for the first time. Answers their lines that are bundles."""
    if not orders:
        return set()
    rows: list[Row] = []
    lines: list[Row] = []
    snapshots: list[Row] = []
    words: list[tuple[int, int]] = []
    holds: list[Row] = []
    facts: list[OrderImported] = []
    remarks: dict[int, Remark] = {}
    gated: dict[int, ChannelOrder] = {}
    requests: dict[int, AskedNow] = {}
    ship_within = timedelta(hours=shop.ship_within_hours)
    days = settings.SNAPSHOT_DAYS
    for order_id, order in zip(draw_ids(Order, len(orders)), orders, strict=True):
        digest, mark = payload_hash(order), mark_of(order, channel=shop.channel, within=ship_within)
        clock = clock_of(order, mark, channel=shop.channel)
        state = derive_state(channel=order.state)
        reasons = platform_holds(order, state=state)
        rows.append(
            (order_id, shop.pk, order.number, state, 1, False, 0, 0, len(reasons), at,
             *content_row(order, digest=digest, clock=clock, receiver=receiver_row(order.receiver)))
        )  # fmt: skip
        lines.extend(
            (order_id, line.number, *line_row(order, line, sku_id=skus.of(line.sku_code, line.listing)), 0, 0, 0, 0, 0)
            for line in order.lines
        )
        words.extend((token, order_id) for token in receiver_tokens(order.receiver))
        holds.extend((order_id, reason, "", actor.name, at) for reason in sorted(reasons))
        facts.append(OrderImported(order_id, order.number, state, source))
        if order.buyer_message or order.seller_memo:
            remarks[order_id] = Remark(order.buyer_message, order.seller_memo, order.placed_at, order.receiver)
        if has_gate(order):
            gated[order_id] = order
        if (asked := AskedNow.of(order, channel=shop.channel)).kinds:
            requests[order_id] = asked
        snapshots.append(
            snapshot_row(
                order, order_id=order_id, digest=digest, kind="first", source=source,
                mark=mark, sealed=seal(order.raw), at=at, days=days,
            )
        )  # fmt: skip
    copy_rows(Order, NEW_ORDER, rows)
    copy_rows(OrderLine, NEW_LINE, lines)
    copy_rows(ReceiverWord, ("token", "order_id"), sorted(words))
    write_snapshots(snapshots)
    if holds:
        copy_rows(Hold, ("order_id", "reason", "note", "placed_by", "placed_at"), holds)
    announce(facts, actor=actor, at=at)
    take_in_requests(requests, actor=actor, at=at)
    take_in_remarks(remarks, actor=actor, at=at)
    take_over_payments(gated, actor=actor, at=at)
    _reserve_prepaid(gated, actor=actor, at=at)
    return {(order_id, number) for order_id, number, sku_id, *_ in lines if sku_id in skus.bundles}


def _reserve_prepaid(gated: dict[int, ChannelOrder], *, actor: Actor, at: datetime) -> None:
    """Prepaid orders take what they cost from the balance at once; one that is too dear waits at its gate."""
    if prepaid := [pk for pk, order in gated.items() if order.payment_mode == PaymentMode.PREPAID]:
        reserve_balances(order_ids=prepaid, actor=actor, at=at)
