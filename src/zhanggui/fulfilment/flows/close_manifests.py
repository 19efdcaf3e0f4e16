"""Close manifests: everything that should go was scanned, and has left.

Afterwards each holds exactly what left with it, and nothing is put on it any more. It is refused, naming each parcel,
while one was scanned and not shipped, shipped and not scanned, stands weighed for this carrier or was stopped, unless
somebody explained that parcel. An explained parcel that did not leave is off the manifest; its reason is kept.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.manifests.facts import ManifestClosed
from zhanggui.fulfilment.manifests.standing import standing_of
from zhanggui.fulfilment.models import Manifest, ManifestDifference, ManifestParcel, Parcel
from zhanggui.fulfilment.rules.manifests import check_closes, tally_of
from zhanggui.fulfilment.states import ManifestState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each


@transaction.atomic
def close_manifests(*, manifest_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    manifests = list(locked(Manifest.objects.visible_to(actor), manifest_ids))
    ids = [manifest.pk for manifest in manifests]
    # A parcel that is being taken back at this moment is waited for, and then differs.
    on_pile = ManifestParcel.objects.filter(manifest_id__among=set(ids)).values_list("parcel_id", flat=True)
    list(locked(Parcel.objects.all(), on_pile).values_list("pk"))
    tallies = {pk: tally_of(rows) for pk, rows in standing_of(ids).items()}

    ready, refused = divide(
        manifests,
        check=lambda manifest: check_closes(manifest.number, manifest.state, tallies[manifest.pk]),
        key=lambda manifest: manifest.pk,
    )
    refused |= not_found("manifest", manifest_ids, ids)

    done = [manifest.pk for manifest in ready]
    apart = {one.parcel_id for pk in done for one in tallies[pk].differences}
    stays = {one.parcel_id for pk in done for one in tallies[pk].differences if one.state == ParcelState.SHIPPED}
    ManifestParcel.objects.filter(parcel_id__among=apart - stays).delete()
    outdated = ManifestDifference.objects.filter(manifest_id__among=set(done))
    outdated.exclude(parcel_id__in=apart).delete()
    move_each(
        Manifest,
        ("closed_at", "closed_by", "listed", "scanned", "shipped", "explained"),
        [
            (pk, ManifestState.CLOSED.value, at, actor.name, *tallies[pk][:3], len(tallies[pk].differences))
            for pk in done
        ],
    )
    announce([ManifestClosed(pk, *tallies[pk][:3], len(tallies[pk].differences)) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
