"""Hand parcels over to their carrier: each was scanned at the door.

Afterwards they are shipped and stand on the open manifest of their warehouse and carrier, which the first scan opens.
A parcel that was shipped at a desk before is put on the manifest by its scan; one that is on a manifest already says
when it was shipped, and by whom.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhanggui.fulfilment.flows.ship_parcels import ShippedAlready, ship_parcels
from zhanggui.fulfilment.manifests.facts import ParcelListed
from zhanggui.fulfilment.manifests.opening import Pair, held_open, open_anew
from zhanggui.fulfilment.models import ManifestParcel, Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

_ENTRY = ("manifest_id", "parcel_id", "scanned_at", "actor_id", "actor", "station", "client_id")
# Taken back from the pile and scanned again: it is the open manifest that it is on.
_AGAIN = (
    "(parcel_id) DO UPDATE SET manifest_id = excluded.manifest_id, scanned_at = excluded.scanned_at, "
    "actor_id = excluded.actor_id, actor = excluded.actor, station = excluded.station, client_id = excluded.client_id"
)
_GOING = (ParcelState.WEIGHED, ParcelState.SHIPPED)


class ManifestJustClosed(Refusal):
    """The manifest of parcel {waybill} was closed at this moment. Scan the parcel again."""


@transaction.atomic
def hand_over_parcels(
    *, parcel_ids: Sequence[int], client_id: UUID | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    asked = Parcel.objects.visible_to(actor).filter(pk__among=set(parcel_ids), state__in=_GOING)
    going = {row[0]: row for row in asked.values_list("pk", "warehouse_id", "carrier", "waybill")}
    manifests = _manifests({row[1:3] for row in going.values()}, actor=actor, at=at)
    late: dict[int, Refusal] = {
        pk: ManifestJustClosed(waybill=waybill) for pk, *pair, waybill in going.values() if tuple(pair) not in manifests
    }

    shipped = ship_parcels(parcel_ids=[pk for pk in parcel_ids if pk not in late], actor=actor, at=at)
    before = {pk for pk, refusal in shipped.refused.items() if isinstance(refusal, ShippedAlready) and pk in going}
    if before:
        before -= set(ManifestParcel.objects.filter(parcel_id__among=before).values_list("parcel_id", flat=True))
    scanned = {*shipped.done, *before}.intersection(going)  # one weighed since it was looked at waits for its scan
    done = [pk for pk in dict.fromkeys(parcel_ids) if pk in scanned]

    on = {pk: manifests[going[pk][1:3]] for pk in done}
    insert_rows(
        ManifestParcel, _ENTRY,
        [(on[pk][0], pk, at, actor.user_id, actor.name, actor.station, client_id) for pk in done],
        on_conflict=_AGAIN,
    )  # fmt: skip
    announce([ParcelListed(pk, on[pk][1]) for pk in done], actor=actor, at=at)
    refused = {pk: refusal for pk, refusal in shipped.refused.items() if pk not in before}
    return Outcome(done=done, refused={**refused, **late})


def _manifests(pairs: set[Pair], *, actor: Actor, at: datetime) -> dict[Pair, tuple[int, str]]:
    """The open manifest of each pair. One that somebody else opens meanwhile is waited for; one that somebody closes
    meanwhile is missing."""
    there = held_open(pairs) if pairs else {}
    fresh = dict.fromkeys(pairs - set(there), "")
    if not fresh:
        return there
    opened = open_anew(fresh, actor=actor, at=at)
    others = held_open(set(fresh) - set(opened)) if len(opened) < len(fresh) else {}
    return {**there, **opened, **others}
