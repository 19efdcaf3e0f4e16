"""Plan parcels for reviewed orders, and claim their stock.

Afterwards each order that could be served has a parcel holding all it still needs, all or nothing, merged with those to
the same receiver where its shops merge by themselves. A short order waits with a hold that says so, and holds no stock;
one that may be shipped `partly` has what is there in parcels of its own, and the rest of it waits. One that no
warehouse and carrier of the company can send waits with a hold of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.partly import lock_everywhere, take_off, what_is_there
from zhanggui.fulfilment.merging.parts import companions_of, join_waiting, merge_groups
from zhanggui.fulfilment.merging.wholes import merge_wholes
from zhanggui.fulfilment.places.choosing import Place, keep_choices, named
from zhanggui.fulfilment.places.nowhere import note_of
from zhanggui.fulfilment.planning import (
    Asked,
    Box,
    PlanOrder,
    divide_orders,
    load_orders,
    make_boxes,
    places_for,
    planned_facts,
    wants_of,
    write_boxes,
)
from zhanggui.fulfilment.rules.choices import NoWarehouse
from zhanggui.fulfilment.rules.merging import ALONE
from zhanggui.fulfilment.rules.parcels import CLAIM
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.holding import LONGEST_NOTE, end_holds, place_holds
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.states import HoldReason
from zhanggui.people.models import Warehouse


@transaction.atomic
def plan_parcels(*, order_ids: Sequence[int], partly: bool = False, actor: Actor, at: datetime) -> Outcome[int]:
    groups = merge_groups()
    companions = companions_of(order_ids, groups=groups)
    asked = load_orders(order_ids, also_lock=companions.order_ids, actor=actor)
    waiting = join_waiting(companions, groups=groups, actor=actor)
    warehouse_ids = list(Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", flat=True))

    ready, refused = divide_orders(asked)
    refused |= not_found("order", order_ids, _ids(asked.orders))
    homeless: dict[int, Refusal] = {}
    if not warehouse_ids:
        homeless = {order.id: NoWarehouse() for order in ready}
        ready = []
    places, nowhere = places_for(ready, asked.needs, warehouse_ids, at=at)
    nowhere |= homeless
    refused |= {pk: named(why) for pk, why in nowhere.items()}
    ready = [order for order in ready if order.id in places]

    may_part = [order for order in ready if partly or groups.get(order.shop_id, ALONE).ships_partly]
    free = lock_everywhere(may_part, asked.needs, warehouse_ids) if may_part else {}
    boxes, short = _claim(
        make_boxes([(order, places[order.id], asked.needs[order.id]) for order in ready]), actor=actor, at=at
    )
    if may_part:
        take_off(free, [box for box in boxes if box.order in may_part])
        halves = [order for order in may_part if order.id in short]
        there = what_is_there(halves, asked.needs, free, places=places, warehouse_ids=warehouse_ids)
        more, _ = _claim(make_boxes(there), actor=actor, at=at)
        boxes += more

    written = write_boxes(boxes, groups=groups, at=at)
    keep_choices({pk: box.place for pk, (_, box) in written.items()}, actor=actor, at=at)
    record_progress(
        lines=[Progress(need.line_id, claimed=need.quantity) for box in boxes for _, need in box.lines],
        actor=actor,
        at=at,
    )
    served = _served(boxes, asked)
    _tell_shortages({pk: why for pk, why in short.items() if pk not in served}, served, asked.holds, actor=actor, at=at)
    if actor.warehouse_ids is None:
        _tell_nowhere(nowhere, places, asked.nowhere, actor=actor, at=at)
    together = waiting.together([part for part, _ in written.values()])
    merged = merge_wholes(together, actor=actor, at=at)

    facts: list[FactOf] = [*planned_facts(written), *merged.facts]
    announce(facts, actor=actor, at=at)
    begun = {box.order.id for box in boxes}
    return Outcome(
        done=[order.id for order in ready if order.id in begun],
        refused=refused | {pk: why for pk, why in short.items() if pk not in begun},
    )


def _claim(boxes: Sequence[Box], *, actor: Actor, at: datetime) -> tuple[list[Box], dict[int, Refusal]]:
    """Boxes that hold their stock, and by order why another does not."""
    claimed = claim_stock(cause=CLAIM, wants=wants_of(boxes), actor=actor, at=at)
    granted = [box for place, box in enumerate(boxes) if place not in claimed.refused]
    return granted, {boxes[place].order.id: why for place, why in claimed.refused.items()}


def _ids(orders: Sequence[PlanOrder]) -> set[int]:
    return {order.id for order in orders}


def _served(boxes: Sequence[Box], asked: Asked) -> set[int]:
    """Orders that have all they need."""
    got = Counter[int]()
    for box in boxes:
        got[box.order.id] += sum(need.quantity for _, need in box.lines)
    return {pk for pk, pieces in got.items() if pieces == sum(need.quantity for need in asked.needs[pk])}


def _tell_shortages(
    short: Mapping[int, Refusal],
    served: set[int],
    holds: Mapping[int, Sequence[str]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Who waits for goods says so; who waited and was served no longer does."""
    place_holds({pk: _missing(why) for pk, why in short.items()}, reason=HoldReason.SHORTAGE, actor=actor, at=at)
    over = [order_id for order_id in sorted(served) if HoldReason.SHORTAGE in holds.get(order_id, ())]
    if over:
        end_holds(over, reasons=[HoldReason.SHORTAGE], actor=actor, at=at)


def _missing(refusal: Refusal) -> str:
    """`TS-A 3/5` for each SKU: so many of so many are there."""
    return ", ".join(f"{one['sku']} {one['free']}/{one['wanted']}" for one in refusal.data["shorts"])


def _tell_nowhere(
    nowhere: Mapping[int, Refusal],
    places: Mapping[int, Place],
    before: Mapping[int, str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Who cannot be sent by anybody says why, as of now; who could not and has a place no longer does."""
    notes = {pk: note_of(why) for pk, why in nowhere.items()}
    news = {pk: note for pk, note in notes.items() if before.get(pk) != masked(note)[:LONGEST_NOTE]}
    place_holds(news, reason=HoldReason.NO_PLACE, actor=actor, at=at)
    over = sorted(set(places) & set(before))
    if over:
        end_holds(over, reasons=[HoldReason.NO_PLACE], actor=actor, at=at)
