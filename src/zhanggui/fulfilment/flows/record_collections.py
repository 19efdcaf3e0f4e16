"""Record which parcels a carrier says it collected: its list of the day, or the first event of its tracking.

Afterwards each waybill has the moment of its collection, the first that was said; a parcel of ours has it on its
timeline. A waybill that is none of ours is kept too: the carrier charges for it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.manifests.facts import ParcelCollected
from zhanggui.fulfilment.models import Collected, Parcel
from zhanggui.fulfilment.states import CollectionSource
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Warehouse


class Collection(NamedTuple):
    """A waybill that was collected. Carrier and warehouse are said where the parcel may be none of ours."""

    waybill: str
    collected_at: datetime
    carrier: str = ""
    warehouse_id: int | None = None


class CollectedAlready(Refusal):
    """Waybill {waybill} was collected before."""

    sound = "already_scanned"


class CarrierUnknown(Refusal):
    """No parcel of ours has the waybill {waybill}. Say which carrier collected it."""


@transaction.atomic
def record_collections(
    *, collections: Sequence[Collection], source: str = CollectionSource.FILE, actor: Actor, at: datetime
) -> Outcome[str]:
    asked = {one.waybill.strip(): one for one in reversed(collections) if one.waybill.strip()}
    parcels = Parcel.objects.filter(waybill__among=set(asked)).values_list(
        "waybill", "pk", "carrier", "warehouse_id", named=True
    )
    known = {parcel.waybill: parcel for parcel in parcels}
    named = {one.warehouse_id for one in asked.values() if one.warehouse_id is not None}
    houses = set(Warehouse.objects.visible_to(actor).filter(pk__among=named).values_list("pk", flat=True))

    outcome: Outcome[str] = Outcome()
    rows: list[tuple[str, str, int | None, datetime, str]] = []
    for waybill, one in asked.items():
        parcel = known.get(waybill)
        warehouse_id = parcel.warehouse_id if parcel else one.warehouse_id
        if parcel and not actor.sees_warehouse(parcel.warehouse_id):
            outcome.refused[waybill] = NotFound(what="parcel", key=waybill)
        elif not parcel and warehouse_id is not None and warehouse_id not in houses:
            outcome.refused[waybill] = NotFound(what="warehouse", key=warehouse_id)
        elif not (carrier := parcel.carrier if parcel else one.carrier):
            outcome.refused[waybill] = CarrierUnknown(waybill=waybill)
        else:
            rows.append((waybill, carrier, warehouse_id, one.collected_at, str(source)))
    fresh = insert_rows(
        Collected, ("waybill", "carrier", "warehouse_id", "collected_at", "source"), rows,
        returning=("waybill",), on_conflict="(waybill) DO NOTHING",
    )  # fmt: skip
    outcome.done = [waybill for (waybill,) in fresh]
    new = set(outcome.done)
    outcome.refused |= {row[0]: CollectedAlready(waybill=row[0]) for row in rows if row[0] not in new}
    announce(
        [
            ParcelCollected(known[waybill].pk, f"{asked[waybill].collected_at.astimezone(company_zone()):%m-%d %H:%M}")
            for waybill in outcome.done
            if waybill in known
        ],
        actor=actor,
        at=at,
    )
    return outcome
