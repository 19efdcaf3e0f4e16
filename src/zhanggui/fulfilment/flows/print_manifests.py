"""Print hand-over sheets: the copies that the carrier signs and that stay in the house.

Afterwards each print of a closed manifest is counted, so that a second paper can be told from the first.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.fulfilment.manifests.facts import ManifestPrinted
from zhanggui.fulfilment.models import Manifest
from zhanggui.fulfilment.rules.manifests import ManifestNotClosed
from zhanggui.fulfilment.states import ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def print_manifests(*, manifest_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    manifests = list(locked(Manifest.objects.visible_to(actor), manifest_ids))

    def check(manifest: Manifest) -> None:
        if manifest.state == ManifestState.OPEN:
            raise ManifestNotClosed(number=manifest.number, state=manifest.get_state_display())

    ready, refused = divide(manifests, check=check, key=lambda manifest: manifest.pk)
    refused |= not_found("manifest", manifest_ids, (manifest.pk for manifest in manifests))
    done = [manifest.pk for manifest in ready]
    Manifest.objects.filter(pk__among=set(done)).update(prints=F("prints") + 1)
    announce([ManifestPrinted(manifest.pk, manifest.prints + 1) for manifest in ready], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
