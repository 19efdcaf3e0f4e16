"""Moving lines between parcels. Claims belong to lines, so they move along and are never free in between.

In one parcel there is one line per order line and home; `rejoin_lines` keeps it so when pieces come back together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick
from zhanggui.fulfilment.numbering import drop_numbers
from zhanggui.fulfilment.rules.parcels import CLAIM
from zhanggui.fulfilment.states import Numbering, ParcelState, PickState
from zhanggui.fulfilment.wave_sums import recount_waves
from zhanggui.fulfilment.writing import LINE
from zhanggui.inventory.flows.divide_claims import ClaimPart, divide_claims
from zhanggui.inventory.flows.join_claims import join_claims
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids, fetch_rows, update_rows
from zhanggui.kernel.steps import move_to

_RECOUNT = """
UPDATE fulfilment_parcel p
SET units = s.units, sku_count = s.skus, expected_g = s.grams, ship_by = s.ship_by, collect_by = s.collect_by
FROM (
    SELECT l.parcel_id, sum(l.quantity) AS units, count(DISTINCT l.sku_id) AS skus,
           sum(l.quantity * k.weight_g) AS grams, min(o.ship_by) AS ship_by,
           min(o.collect_by) AS collect_by
    FROM fulfilment_parcelline l
    JOIN catalog_sku k ON k.id = l.sku_id
    JOIN orders_orderline ol ON ol.id = l.order_line_id
    JOIN orders_order o ON o.id = ol.order_id
    WHERE l.parcel_id = ANY(%s::bigint[]) GROUP BY l.parcel_id) s
WHERE p.id = s.parcel_id RETURNING p.id
"""


def move_lines(target_of: Mapping[int, tuple[int, int | None]]) -> None:
    """Each line travels in the parcel named, with the home named."""
    rows = [(line_id, parcel_id, home_id) for line_id, (parcel_id, home_id) in sorted(target_of.items())]
    update_rows(ParcelLine, ("id",), ("parcel_id", "home_id"), rows)


def cut_lines(
    lines: Mapping[int, ParcelLine], pieces: Sequence[tuple[int, int, int]], *, actor: Actor, at: datetime
) -> None:
    """Pieces (line, quantity, target parcel) go to their targets: whole lines move, parts become lines of their own."""
    whole: dict[int, tuple[int, int | None]] = {}
    parts: list[tuple[int, int, int]] = []
    left = {line_id: line.quantity for line_id, line in lines.items()}
    for line_id, quantity, target in pieces:
        if quantity == left[line_id]:
            whole[line_id] = (target, lines[line_id].home_id)
        else:
            parts.append((line_id, quantity, target))
        left[line_id] -= quantity
    rows: list[tuple[Any, ...]] = []
    claims: list[ClaimPart] = []
    for new_id, (line_id, quantity, target) in zip(draw_ids(ParcelLine, len(parts)), parts, strict=True):
        line = lines[line_id]
        rows.append((new_id, target, line.order_line_id, line.sku_id, quantity, 0, 0, line.home_id))
        claims.append(ClaimPart(line_id, new_id, quantity))
    shrunk = Counter[int]()
    for line_id, quantity, _ in parts:
        shrunk[line_id] -= quantity
    update_rows(ParcelLine, ("id",), ("quantity",), sorted(shrunk.items()), add=True)
    copy_rows(ParcelLine, LINE, rows)
    divide_claims(cause=CLAIM, parts=claims, actor=actor, at=at)
    move_lines(whole)


def rejoin_lines(parcel_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """Lines of one order line and one home in one parcel are one line again, the oldest, and hold one claim."""
    rows = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).order_by("pk")
    first: dict[tuple[int, int, int | None], int] = {}
    into: dict[int, int] = {}
    more = Counter[int]()
    for pk, parcel_id, order_line_id, home_id, quantity in rows.values_list(
        "pk", "parcel_id", "order_line_id", "home_id", "quantity"
    ):
        oldest = first.setdefault((parcel_id, order_line_id, home_id), pk)
        if oldest != pk:
            into[pk] = oldest
            more[oldest] += quantity
    if not into:
        return
    kept = Pick.objects.filter(parcel_line_id__among=set(into)).values_list("pk", "parcel_line_id")
    update_rows(Pick, ("id",), ("parcel_line_id",), [(pick_id, into[line_id]) for pick_id, line_id in kept])
    join_claims(cause=CLAIM, into=into, actor=actor, at=at)
    ParcelLine.objects.filter(pk__among=set(into)).delete()
    update_rows(ParcelLine, ("id",), ("quantity",), sorted(more.items()), add=True)


def recount_parcels(parcel_ids: Iterable[int]) -> None:
    """Pieces, kinds of goods, weight and deadline of these parcels are those of their lines. Empty ones stay as they
    were."""
    fetch_rows(_RECOUNT, [sorted(set(parcel_ids))])


_KEEP_ORDERS = """
UPDATE fulfilment_parcel p SET order_id = s.order_id, shop_id = s.shop_id
FROM (
    SELECT DISTINCT ON (l.parcel_id) l.parcel_id, o.id AS order_id, o.shop_id
    FROM fulfilment_parcelline l
    JOIN orders_orderline ol ON ol.id = l.order_line_id
    JOIN orders_order o ON o.id = ol.order_id
    WHERE l.parcel_id = ANY(%s::bigint[])
    ORDER BY l.parcel_id, l.home_id NULLS FIRST, l.id) s
WHERE p.id = s.parcel_id AND (p.order_id, p.shop_id) IS DISTINCT FROM (s.order_id, s.shop_id) RETURNING p.id
"""


def keep_orders(parcel_ids: Iterable[int]) -> None:
    """Each of these parcels is sent for an order with pieces in it: its own oldest, or else one that travels along."""
    fetch_rows(_KEEP_ORDERS, [sorted(set(parcel_ids))])


def leave_waves(parcels: Sequence[Parcel], *, actor: Actor, at: datetime) -> None:
    """Those of these parcels that wait in a wave without paper wait outside again; nothing is set aside for them.

    The caller has locked the waves and the parcels, and nothing of stock yet.
    """
    waved = [parcel for parcel in parcels if parcel.state == ParcelState.WAVED]
    if not waved:
        return
    ids = [parcel.pk for parcel in waved]
    picks = list(
        Pick.objects.filter(parcel_line__parcel_id__among=ids, state=PickState.TO_PICK).values_list(
            "pk", "location_id", "sku_id", "lot", "quantity"
        )
    )
    drop_numbers(ids, then=Numbering.OWN, actor=actor, at=at)
    move_to(Parcel, ids, ParcelState.PLANNED, wave_id=None, cell=None)
    move_to(Pick, [pick[0] for pick in picks], PickState.CANCELLED)
    recount_waves({parcel.wave_id for parcel in waved if parcel.wave_id}, at=at)
    unpromise_picks(picks=[pick[1:] for pick in picks], actor=actor, at=at)
