"""Say which carriers take goods at a freight station, and by when their list must be ready.

Afterwards weighed parcels of these carriers are on the page of the morning's freight.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import FreightStation
from zhanggui.fulfilment.outside.facts import FreightStationSet
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import carrier_named
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.people.models import Warehouse


class FreightStationDraft(NamedTuple):
    """A carrier's station for one warehouse."""

    warehouse_id: int
    carrier: str
    ready_by: time = time(8)
    address: str = ""
    is_on: bool = True


@transaction.atomic
def set_freight_stations(*, stations: Sequence[FreightStationDraft], actor: Actor, at: datetime) -> Outcome[int]:
    for carrier in {draft.carrier for draft in stations}:
        carrier_named(carrier)
    asked = {draft.warehouse_id for draft in stations}
    known = set(Warehouse.objects.visible_to(actor).filter(pk__among=asked).values_list("pk", flat=True))
    ready = list({draft[:2]: draft for draft in stations if draft.warehouse_id in known}.values())
    FreightStation.objects.bulk_create(
        [FreightStation(**draft._asdict()) for draft in ready],
        update_conflicts=True, unique_fields=["warehouse", "carrier"], update_fields=["ready_by", "address", "is_on"],
    )  # fmt: skip
    announce(
        [FreightStationSet(one.warehouse_id, one.carrier, f"{one.ready_by:%H:%M}") for one in ready],
        actor=actor,
        at=at,
    )
    return Outcome(done=sorted({one.warehouse_id for one in ready}), refused=not_found("warehouse", asked, known))
