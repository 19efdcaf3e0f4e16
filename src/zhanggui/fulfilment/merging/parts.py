"""Planned parcels as parts of a merge: read, and made one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from zhanggui.fulfilment.merging.facts import ParcelMerged, ParcelTookIn
from zhanggui.fulfilment.merging.parting import recount_parcels
from zhanggui.fulfilment.models import GroupedShop, Parcel, ParcelLine
from zhanggui.fulfilment.places.replacing import chosen_by_hand
from zhanggui.fulfilment.queries import marks_of
from zhanggui.fulfilment.rules.merging import ALONE, Group, Limits, NotPlannedAnyMore, Part, merge_by_itself
from zhanggui.fulfilment.rules.parcels import OrderHeld, OrderStopping, stop_words
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, update_rows
from zhanggui.kernel.facts import FactOf
from zhanggui.kernel.locks import locked
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each

_PART = (
    "pk", "number", "state", "merge_key", "shop_id", "warehouse_id", "carrier", "order__payment_mode", "units",
    "expected_g", "ship_by",
)  # fmt: skip
_ORDER = ("parcel_id", "order_line__order_id", "order_line__order__labels", "order_line__order__carrier_wish")

# Each receiver by itself: a planner that has not counted growing tables yet would compare all that wait with all keys.
_COMPANIONS = """
SELECT parcel.id, piece.order_id
FROM (SELECT DISTINCT receiver_digest AS key FROM orders_order
      WHERE id = ANY(%s::bigint[]) AND shop_id = ANY(%s::bigint[]) AND receiver_digest <> '') AS wanted
CROSS JOIN LATERAL (
    SELECT id, shop_id, stays_alone FROM fulfilment_parcel
    WHERE merge_key = wanted.key AND state = 'planned' AND merge_key <> '' OFFSET 0) AS parcel
CROSS JOIN LATERAL (
    SELECT bought.order_id FROM fulfilment_parcelline AS line
    JOIN orders_orderline AS bought ON bought.id = line.order_line_id
    WHERE line.parcel_id = parcel.id OFFSET 0) AS piece
WHERE NOT parcel.stays_alone AND parcel.shop_id = ANY(%s::bigint[])
"""


def merge_groups() -> dict[int, Group]:
    """The merge group of each shop that is in one."""
    return {
        shop.shop_id: Group(
            shop.group_id,
            shop.group.is_automatic,
            shop.group.ships_partly,
            Limits(shop.group.most_orders, shop.group.most_units, shop.group.most_g),
        )
        for shop in GroupedShop.objects.select_related("group")
    }


def read_parts(parcels: Any, *, groups: dict[int, Group]) -> tuple[list[Part], dict[int, Refusal]]:
    """Those of these parcels (a query, locked or not) that may be merged at all, and why the others may not."""
    rows = list(parcels.values_list(*_PART, named=True))
    ids = [row.pk for row in rows]
    stops, reviews, held, *_ = marks_of(ids)
    orders, labelled, asked = Counter[int](), set[int](), dict[int, str]()
    lines = ParcelLine.objects.filter(parcel_id__among=ids).order_by(*_ORDER[:2])
    for parcel_id, _, labels, wish in lines.values_list(*_ORDER).distinct():
        orders[parcel_id] += 1
        if labels:
            labelled.add(parcel_id)
        asked[parcel_id] = asked.get(parcel_id) or wish
    given = chosen_by_hand(ids)
    parts: list[Part] = []
    refused: dict[int, Refusal] = {}
    for row in rows:
        if row.state != ParcelState.PLANNED:
            refused[row.pk] = NotPlannedAnyMore(number=row.number, state=ParcelState(row.state).label)
        elif row.pk in stops:
            refused[row.pk] = OrderStopping(number=row.number, reason=stop_words(stops[row.pk]))
        elif row.pk in reviews:
            refused[row.pk] = reviews[row.pk]
        elif row.pk in held:
            refused[row.pk] = OrderHeld(number=held[row.pk])
        else:
            parts.append(
                Part(
                    row.pk, row.number, bytes(row.merge_key), row.shop_id, row.warehouse_id, row.carrier,
                    row.order__payment_mode, orders[row.pk], row.units, row.expected_g, row.ship_by,
                    row.pk in labelled, groups.get(row.shop_id, ALONE), asked.get(row.pk, ""), row.pk in given,
                )
            )  # fmt: skip
    return parts, refused


class Companions(NamedTuple):
    """Parcels that already wait for the receivers of a plan, and the orders in them. A look without locks."""

    parcel_ids: frozenset[int] = frozenset()
    order_ids: frozenset[int] = frozenset()


class Waiting(NamedTuple):
    """Parts that wait, locked with their orders."""

    parts: Sequence[Part] = ()

    def together(self, new: Sequence[Part]) -> list[tuple[Part, ...]]:
        """What is to be merged now that the `new` parts came. Nobody is merged for whom nothing came."""
        fresh = {part.parcel_id for part in new}
        groups = merge_by_itself([*self.parts, *new])
        return [group for group in groups if any(part.parcel_id in fresh for part in group)]


def companions_of(order_ids: Sequence[int], *, groups: dict[int, Group]) -> Companions:
    """Who waits, without paper or wave, for the receivers of these orders, in shops that merge by themselves."""
    shops = sorted(shop_id for shop_id, group in groups.items() if group.is_automatic)
    if not shops:
        return Companions()
    rows = fetch_rows(_COMPANIONS, [sorted(set(order_ids)), shops, shops])
    return Companions(frozenset(pk for pk, _ in rows), frozenset(order_id for _, order_id in rows))


def join_waiting(companions: Companions, *, groups: dict[int, Group], actor: Actor) -> Waiting:
    """The companions that still wait, locked. One that took in another order meanwhile is left alone."""
    if not companions.parcel_ids:
        return Waiting()
    parcels = locked(Parcel.objects.visible_to(actor).filter(stays_alone=False), companions.parcel_ids)
    parts, _ = read_parts(parcels, groups=groups)
    lines = ParcelLine.objects.filter(parcel_id__among=[part.parcel_id for part in parts])
    strange = lines.exclude(order_line__order_id__among=set(companions.order_ids))
    others = set(strange.values_list("parcel_id", flat=True))
    return Waiting([part for part in parts if part.parcel_id not in others])


def merge_groups_of_parts(groups: Iterable[Sequence[Part]]) -> list[FactOf]:
    """The lines of each group travel in its first parcel; the others wait, empty. Facts to be told.

    The caller has locked the parcels and their orders, and checked that they may go together.
    """
    facts: list[FactOf] = []
    head_of: dict[int, int] = {}
    for head, *others in groups:
        head_of |= {part.parcel_id: head.parcel_id for part in others}
        facts.append(ParcelTookIn(head.parcel_id, ", ".join(part.number for part in others)))
        facts += [ParcelMerged(part.parcel_id, head.number) for part in others]
    if not head_of:
        return facts
    lines = ParcelLine.objects.filter(parcel_id__among=set(head_of)).order_by("pk")
    update_rows(
        ParcelLine,
        ("id",),
        ("parcel_id", "home_id"),
        [
            (line_id, head_of[parcel_id], home_id or parcel_id)
            for line_id, parcel_id, home_id in lines.values_list("pk", "parcel_id", "home_id")
        ],
    )
    inner = Parcel.objects.filter(merged_into_id__among=set(head_of), state=ParcelState.MERGED)
    moved = {pk: head_of[head_id] for pk, head_id in inner.values_list("pk", "merged_into_id")}
    move_each(
        Parcel,
        ("merged_into_id",),
        [(parcel_id, ParcelState.MERGED.value, head_id) for parcel_id, head_id in sorted((head_of | moved).items())],
    )
    recount_parcels(head_of.values())
    return facts
