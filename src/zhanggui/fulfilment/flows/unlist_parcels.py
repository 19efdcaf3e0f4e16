"""Take parcels off the manifest that they were scanned onto: they lie on the pile no more.

Afterwards they are on no manifest. Only what has not left, and only while the manifest is open: what is shipped is
taken back first.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.manifests.facts import ParcelUnlisted
from zhanggui.fulfilment.models import Manifest, ManifestParcel, Parcel
from zhanggui.fulfilment.rules.manifests import ManifestNotOpen
from zhanggui.fulfilment.states import ManifestState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.hiding import masked


class OnNoManifest(Refusal):
    """Parcel {waybill} is on no manifest."""


class ShippedOnManifest(Refusal):
    """Parcel {waybill} is shipped. Take it back first, then it comes off manifest {manifest}."""


class UnlistReasonMissing(Refusal):
    """Say why the parcel is taken off the pile."""


@transaction.atomic
def unlist_parcels(*, parcel_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not reason.strip():
        raise UnlistReasonMissing
    entries = dict(
        ManifestParcel.objects.filter(parcel_id__among=set(parcel_ids)).values_list("parcel_id", "manifest_id")
    )
    manifests = {one.pk: one for one in locked(Manifest.objects.visible_to(actor), entries.values())}
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids).only("pk", "waybill", "state"))

    def check(parcel: Parcel) -> None:
        manifest = manifests.get(entries.get(parcel.pk, 0))
        if manifest is None:
            raise OnNoManifest(waybill=parcel.waybill)
        if manifest.state != ManifestState.OPEN:
            raise ManifestNotOpen(number=manifest.number, state=manifest.get_state_display())
        if parcel.state == ParcelState.SHIPPED:
            raise ShippedOnManifest(waybill=parcel.waybill, manifest=manifest.number)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    done = [parcel.pk for parcel in ready]
    ManifestParcel.objects.filter(parcel_id__among=set(done)).delete()
    why = masked(reason.strip())
    announce([ParcelUnlisted(pk, manifests[entries[pk]].number, why) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
