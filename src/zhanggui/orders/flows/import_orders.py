"""Import orders of one shop, however often, late or disordered they arrive.

Afterwards each platform order is one order here, showing the newest version that ever arrived; every payload is kept
sealed; reasons to wait that the platform gives are holds; and parcels whose order now says otherwise are asked to
stop. Gifts that an order earns no more by what it lost are free for others, and what it still earns stays its own. A
second arrival of the same payload changes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelOrder, PaymentMode
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.gifting.following import follow_in_gifts
from zhanggui.orders.importing.changing import apply_versions
from zhanggui.orders.importing.first import insert_orders
from zhanggui.orders.importing.known import KnownOrders
from zhanggui.orders.lines.matching import KnownSkus
from zhanggui.orders.lines.settling import settle_lines
from zhanggui.orders.payments.modes import follow_versions
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

    bundles = insert_orders(shop, list(fresh.values()), skus=skus, source=source, actor=actor, at=at)
    if twice := [order.number for order in again if order.number in fresh]:
        known |= KnownOrders.load(shop_id=shop_id, numbers=twice)
    modes = {known[order.number].id: known[order.number].payment_mode for order in again}
    unsettled, changed, moved = apply_versions(known, again, skus=skus, shop=shop, source=source, actor=actor, at=at)
    settle_lines({key[0] for key in bundles} | unsettled.orders, anew=bundles | unsettled.anew, at=at)
    prepaid = {known[order.number].id for order in again if known[order.number].payment_mode == PaymentMode.PREPAID}
    now_prepaid = {pk for pk in prepaid if modes[pk] != PaymentMode.PREPAID}
    follow_versions(moved, now_prepaid=now_prepaid, actor=actor, at=at)
    follow_in_gifts(changed, actor=actor, at=at)
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
