"""Open manifests by hand, before the first parcel is scanned: for which warehouse, carrier and coming of the van.

Afterwards each warehouse and carrier asked for has an open manifest; parcels scanned at the door go onto it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.manifests.opening import held_open, open_anew
from zhanggui.fulfilment.models import AccountCarrier
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Warehouse


class Opening(NamedTuple):
    """A manifest to open; `pickup` says which coming of the van, such as 16:00."""

    warehouse_id: int
    carrier: str
    pickup: str = ""

    @property
    def key(self) -> str:
        return f"{self.warehouse_id}-{self.carrier}"


class ManifestOpenAlready(Refusal):
    """Manifest {number} of this carrier is open already."""


@transaction.atomic
def open_manifests(*, openings: Sequence[Opening], actor: Actor, at: datetime) -> Outcome[str]:
    pairs = {(one.warehouse_id, one.carrier): one for one in openings}
    warehouses = set(Warehouse.objects.filter(pk__among={pair[0] for pair in pairs}).values_list("pk", flat=True))
    carriers = {*known_carriers(), *AccountCarrier.objects.values_list("carrier", flat=True)}
    there = held_open(pairs)

    outcome: Outcome[str] = Outcome()
    fresh: dict[tuple[int, str], str] = {}
    for pair, one in pairs.items():
        if pair[0] not in warehouses or not actor.sees_warehouse(pair[0]):
            outcome.refused[one.key] = NotFound(what="warehouse", key=pair[0])
        elif pair[1] not in carriers:
            outcome.refused[one.key] = NotFound(what="carrier", key=pair[1])
        elif pair in there:
            outcome.refused[one.key] = ManifestOpenAlready(number=there[pair][1])
        else:
            fresh[pair] = one.pickup.strip()
    opened = open_anew(fresh, actor=actor, at=at) if fresh else {}
    for pair in fresh:
        if pair in opened:
            outcome.done.append(pairs[pair].key)
        else:
            outcome.refused[pairs[pair].key] = ManifestOpenAlready(number=pairs[pair].carrier)
    return outcome
