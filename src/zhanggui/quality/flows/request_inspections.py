"""Give goods that arrived to the inspector.

Afterwards each stands on the list of what is not inspected, with its sample and the moment until when it is due. The
goods lie in a place from which nothing is sold, and no piece is on the list twice.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.queries import places_inside, sku_codes
from zhanggui.inventory.rules.quantities import QuantityNotPositive, check_known
from zhanggui.inventory.stock_rows import lock_balances
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.quality.aql import aql_table
from zhanggui.quality.facts import InspectionRequested
from zhanggui.quality.models import Inspection
from zhanggui.quality.queries import pieces_waiting, sampling_plans
from zhanggui.quality.rules.arrivals import due_at
from zhanggui.quality.rules.requests import Arrival, GoodsOnSale, check_lying
from zhanggui.quality.rules.sampling import choose_plan, size_sample
from zhanggui.quality.states import InspectionState

_COLUMNS = (
    "number", "warehouse_id", "sku_id", "lot", "supplier_id", "location_id", "quantity", "unit_cost", "subject",
    "subject_id", "paper", "arrived_at", "due_at", "method", "value", "sample", "accept", "state", "inspector",
    "defective", "checked", "passed", "failed", "note", "judged_by", "asked_because",
)  # fmt: skip


@transaction.atomic
def request_inspections(*, arrivals: Sequence[Arrival], actor: Actor, at: datetime) -> Outcome[tuple[str, int]]:
    """Answers by what brought the goods. What is on the list already is done without another effect."""
    places = places_inside([one.location_id for one in arrivals], actor=actor)
    skus = sku_codes(one.sku_id for one in arrivals)
    held = lock_balances({(one.location_id, one.sku_id, one.lot) for one in arrivals})
    known = _known(arrivals)
    waiting = pieces_waiting(places, skus)
    free = defaultdict(int, {key: row.there - waiting.get(key, 0) for key, row in held.items()})
    plans = sampling_plans(skus, (one.supplier_id for one in arrivals))

    def check(one: Arrival) -> None:
        check_known(sku_id=one.sku_id, location_id=one.location_id, sku_ids=skus, location_ids=places.keys())
        if one[:2] in known:
            return
        if one.quantity <= 0:
            raise QuantityNotPositive(quantity=one.quantity)
        place = places[one.location_id]
        if place.is_sellable:
            raise GoodsOnSale(place=place.code)
        key = (one.location_id, one.sku_id, one.lot)
        check_lying(sku=skus[one.sku_id], place=place.code, quantity=one.quantity, free=free[key])
        free[key] -= one.quantity
        known.add(one[:2])
        fresh.append(one)

    fresh: list[Arrival] = []
    ready, refused = divide(arrivals, check=check, key=lambda one: one[:2])

    rows = []
    for one, number in zip(fresh, draw_numbers("quality_inspection", "QC", len(fresh), at=at), strict=True):
        plan = choose_plan(plans, sku_id=one.sku_id, supplier_id=one.supplier_id)
        sample = size_sample(plan, quantity=one.quantity, table=aql_table())
        rows.append((
            number, places[one.location_id].warehouse_id, one.sku_id, one.lot, one.supplier_id, one.location_id,
            one.quantity, one.unit_cost, one.subject, one.subject_id, one.paper, one.arrived_at,
            due_at(one.arrived_at, zone=company_zone()), plan.method, plan.value, sample.pieces, sample.accept,
            InspectionState.WAITING.value, "", 0, 0, 0, 0, "", "", "",
        ))  # fmt: skip
    written = insert_rows(
        Inspection,
        _COLUMNS,
        rows,
        returning=("id", "quantity", "sample"),
        on_conflict="(subject, subject_id) DO NOTHING",
    )

    announce([InspectionRequested(*row) for row in written], actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(one[:2] for one in ready)), refused=refused)


def _known(arrivals: Sequence[Arrival]) -> set[tuple[str, int]]:
    """Read after the locks: who gave the same to the inspector before us has committed."""
    rows = Inspection.objects.filter(
        subject__among={one.subject for one in arrivals}, subject_id__among={one.subject_id for one in arrivals}
    )
    return set(rows.values_list("subject", "subject_id"))
