"""Changes that waited until a parcel let go of their lines: of the platform's, and exchanges of ours."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.orders.facts import OrderChanged
from zhanggui.orders.gifting.due import gifts_are_due
from zhanggui.orders.lines.own import count_units
from zhanggui.orders.lines.settling import Key, settle_lines
from zhanggui.orders.models import Exchange, Hold, Order, OrderLine
from zhanggui.orders.rules.lines import rest_asked
from zhanggui.orders.rules.own_lines import begun
from zhanggui.orders.states import HoldReason, LineOrigin

_LINE = ("sku_id", "sku_code", "ordered", "wanted", "wanted_code")


def take_over_waiting(order_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """Lines of these orders with no piece under way are what was wanted of them; nothing of them waits.

    What has left stays what it was: of such a line only the rest can change, and what is wanted of it is kept in mind
    for the day its parcel comes back. The caller has locked the orders.
    """
    asked = sorted(order_ids)
    lines = list(OrderLine.objects.filter(order_id__among=asked, wanted__isnull=False).order_by("pk"))
    exchanged = set(
        Exchange.objects.filter(waits=True, line__order_id__among=asked).values_list("line__order_id", flat=True)
    )
    if not lines and not exchanged:
        return
    taken = _take_over(lines)
    settled = settle_lines(exchanged | {order_id for order_id, _ in taken}, anew=taken, at=at)
    changed = settled.changed | (exchanged - settled.waiting) | {order_id for order_id, _ in taken}
    count_units(sorted(changed))

    freed = free_holds(sorted(changed | {line.order_id for line in lines}))
    rows = [(one, int(one in changed), -int(one in freed)) for one in sorted(changed | freed)]
    update_rows(Order, ("id",), ("version", "open_holds"), rows, add=True)
    gifts_are_due(changed)
    announce(
        [OrderChanged(order_id, ["items"], "review", "waiting") for order_id in sorted(changed)], actor=actor, at=at
    )


def _take_over(lines: Sequence[OrderLine]) -> set[Key]:
    """The lines that became what was wanted of them, as far as what has left lets them."""
    progress = _progress([line for line in lines if line.is_replaced])
    free = [(line, progress.get(line.pk, (line.claimed, line.shipped))) for line in lines]
    ready = [(line, shipped) for line, (claimed, shipped) in free if claimed == shipped]
    skus = dict(Sku.objects.filter(code__among=[line.wanted_code for line, _ in ready]).values_list("code", "pk"))
    after = {line: _as_wanted(line, shipped, skus) for line, shipped in ready}
    moved = {line: row for line, row in after.items() if row != tuple(getattr(line, name) for name in _LINE)}
    update_rows(OrderLine, ("id",), _LINE, [(line.pk, *row) for line, row in moved.items()])
    return {(line.order_id, line.number) for line in moved}


def _progress(replaced: Sequence[OrderLine]) -> dict[int, tuple[int, int]]:
    """Claimed and shipped of replaced lines, in pieces of their own."""
    ordered = {line.pk: line.ordered for line in replaced}
    if not ordered:
        return {}
    own: dict[int, list[tuple[int, int, int]]] = {pk: [] for pk in ordered}
    rows = OrderLine.objects.filter(source_id__among=set(ordered), is_cancelled=False).exclude(origin=LineOrigin.GIFT)
    for source_id, wanted, claimed, shipped in rows.values_list("source_id", "ordered", "claimed", "shipped"):
        own[source_id or 0].append((wanted, claimed, shipped))
    return {pk: begun(ordered[pk], own[pk]) for pk in ordered}


def waiting_orders(order_ids: Sequence[int]) -> set[int]:
    """The orders of which a change of the platform's waits for pieces under way."""
    own = OrderLine.objects.filter(source=OuterRef("pk"), is_cancelled=False, claimed__gt=F("shipped"))
    waiting = OrderLine.objects.filter(
        Q(claimed__gt=F("shipped")) | Q(is_replaced=True) & Exists(own.exclude(origin=LineOrigin.GIFT)),
        order_id__among=order_ids,
        wanted__isnull=False,
    )
    return set(waiting.values_list("order_id", flat=True))


def free_holds(order_ids: Sequence[int]) -> set[int]:
    """The orders whose hold for waiting changes ended, because nothing of them waits any more."""
    still = waiting_orders(order_ids)
    still |= set(
        Exchange.objects.filter(line__order_id__among=order_ids, waits=True).values_list("line__order_id", flat=True)
    )
    over = Hold.objects.filter(order_id__among=set(order_ids) - still, reason=HoldReason.CHANGE_WAITS)
    freed = dict(over.values_list("order_id", "pk"))
    Hold.objects.filter(pk__among=set(freed.values())).delete()
    return set(freed)


def _as_wanted(line: OrderLine, shipped: int, skus: dict[str, int]) -> tuple[object, ...]:
    """The columns of _LINE of a line whose change no longer has to wait."""
    wanted = line.wanted or 0
    if not shipped:
        return skus.get(line.wanted_code), line.wanted_code, wanted, None, ""
    ordered, is_met = rest_asked(line.sku_code, line.wanted_code, wanted, shipped=shipped)
    return line.sku_id, line.sku_code, ordered, *((None, "") if is_met else (wanted, line.wanted_code))
