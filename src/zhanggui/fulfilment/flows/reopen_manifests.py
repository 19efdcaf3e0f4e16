"""Open closed manifests again, as long as the van has not left.

Afterwards parcels may be scanned onto them and taken off, and they close anew. What was explained stays explained.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.fulfilment.manifests.facts import ManifestReopened
from zhanggui.fulfilment.models import Manifest
from zhanggui.fulfilment.rules.manifests import ManifestNotClosed
from zhanggui.fulfilment.states import ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.rules.hiding import masked


class AnotherIsOpen(Refusal):
    """Manifest {other} of this carrier is being scanned. Close it first, or scan onto it what {number} lacks."""


class ReopenReasonMissing(Refusal):
    """Say why the manifest is opened again."""


@transaction.atomic
def reopen_manifests(*, manifest_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not reason.strip():
        raise ReopenReasonMissing
    manifests = list(locked(Manifest.objects.visible_to(actor), manifest_ids))
    running = Manifest.objects.filter(
        state=ManifestState.OPEN, warehouse_id__among={manifest.warehouse_id for manifest in manifests}
    )
    taken = {(row[0], row[1]): row[2] for row in running.values_list("warehouse_id", "carrier", "number")}

    def check(manifest: Manifest) -> None:
        if manifest.state != ManifestState.CLOSED:
            raise ManifestNotClosed(number=manifest.number, state=manifest.get_state_display())
        other = taken.setdefault((manifest.warehouse_id, manifest.carrier), manifest.number)
        if other != manifest.number:
            raise AnotherIsOpen(number=manifest.number, other=other)

    ready, refused = divide(manifests, check=check, key=lambda manifest: manifest.pk)
    refused |= not_found("manifest", manifest_ids, (manifest.pk for manifest in manifests))
    done = [manifest.pk for manifest in ready]
    move_to(Manifest, done, ManifestState.OPEN, reopenings=F("reopenings") + 1)
    announce([ManifestReopened(pk, masked(reason.strip())) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
