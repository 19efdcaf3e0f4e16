"""Send manifests off: the carrier has signed for them, and its van leaves.

Afterwards nothing on them changes any more, and no parcel on them can be taken back into the house.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.manifests.facts import ManifestLeft
from zhanggui.fulfilment.models import Manifest
from zhanggui.fulfilment.rules.manifests import ManifestNotClosed
from zhanggui.fulfilment.states import ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def send_off_manifests(
    *, manifest_ids: Sequence[int], driver: str = "", plate: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    manifests = list(locked(Manifest.objects.visible_to(actor), manifest_ids))

    def check(manifest: Manifest) -> None:
        if manifest.state != ManifestState.CLOSED:
            raise ManifestNotClosed(number=manifest.number, state=manifest.get_state_display())

    ready, refused = divide(manifests, check=check, key=lambda manifest: manifest.pk)
    refused |= not_found("manifest", manifest_ids, (manifest.pk for manifest in manifests))
    done = [manifest.pk for manifest in ready]
    who, van = driver.strip(), plate.strip().upper()
    move_to(Manifest, done, ManifestState.LEFT, left_at=at, left_by=actor.name, driver=who, plate=van)
    announce([ManifestLeft(pk, who, van) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
