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

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import Row, copy_rows, draw_ids
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import seal
from zhanggui.orders.changing import apply_versions, write_snapshots
from zhanggui.orders.facts import OrderImported
from zhanggui.orders.incoming import NEW_LINE, NEW_ORDER, content_row, line_row, payload_hash, snapshot_row
from zhanggui.orders.known import KnownOrders
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.rules.states import derive_state, platform_holds
from zhanggui.orders.rules.versions import version_key
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
    skus = _skus(readable)

    fresh: dict[str, list[ChannelOrder]] = {}
    again: list[ChannelOrder] = []
    for order in readable:
        if order.number in known:
            again.append(order)
        else:
            fresh.setdefault(order.number, []).append(order)

    _insert_orders(shop, list(fresh.values()), skus=skus, source=source, actor=actor, at=at)
    apply_versions(known, again, skus=skus, shop=shop, source=source, actor=actor, at=at)
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


def _skus(orders: Sequence[ChannelOrder]) -> dict[str, int]:
    codes = {line.sku_code for order in orders for line in order.lines if line.sku_code}
    return dict(Sku.objects.filter(code__among=list(codes)).values_list("code", "pk"))


def _insert_orders(
    shop: Shop, arrivals: list[list[ChannelOrder]], *, skus: dict[str, int], source: str, actor: Actor, at: datetime
) -> None:
    """Orders seen for the first time. Several versions in one batch: the newest is shown, all are kept."""
    if not arrivals:
        return
    rows: list[Row] = []
    lines: list[Row] = []
    snapshots: list[Row] = []
    holds: list[Row] = []
    facts: list[OrderImported] = []
    ship_within = timedelta(hours=shop.ship_within_hours)
    days = settings.SNAPSHOT_DAYS
    for order_id, versions in zip(draw_ids(Order, len(arrivals)), arrivals, strict=True):
        digests = [payload_hash(version) for version in versions]
        newest = max(
            range(len(versions)),
            key=lambda place: version_key(
                modified_at=versions[place].modified_at, state=versions[place].state, payload_hash=digests[place]
            ),
        )
        order, digest = versions[newest], digests[newest]
        state = derive_state(channel=order.state, current=None, known_channel=None, units_claimed=0, units_shipped=0)
        reasons = platform_holds(order, state=state)
        rows.append(
            (order_id, shop.pk, order.number, state, 1, False, 0, 0, len(reasons), at,
             *content_row(order, digest=digest, ship_within=ship_within))
        )  # fmt: skip
        lines.extend(
            (order_id, line.number, *line_row(order, line, sku_id=skus.get(line.sku_code)), 0, 0, 0, 0, 0)
            for line in order.lines
        )
        holds.extend((order_id, reason, "", actor.name, at) for reason in sorted(reasons))
        facts.append(OrderImported(order_id, order.number, state, source))
        snapshots.append(
            snapshot_row(
                order,
                order_id=order_id,
                digest=digest,
                kind="first",
                source=source,
                sealed=seal(order.raw),
                at=at,
                days=days,
            )
        )
        if len(versions) > 1:
            kept = {digest}
            for version, other in zip(versions, digests, strict=True):
                if other not in kept:
                    kept.add(other)
                    kind = "conflict" if version.modified_at == order.modified_at else "older"
                    snapshots.append(
                        snapshot_row(
                            version, order_id=order_id, digest=other, kind=kind, source=source,
                            sealed=seal(version.raw), at=at, days=days,
                        )
                    )  # fmt: skip
    copy_rows(Order, NEW_ORDER, rows)
    copy_rows(OrderLine, NEW_LINE, lines)
    write_snapshots(snapshots)
    if holds:
        copy_rows(Hold, ("order_id", "reason", "note", "placed_by", "placed_at"), holds)
    announce(facts, actor=actor, at=at)
