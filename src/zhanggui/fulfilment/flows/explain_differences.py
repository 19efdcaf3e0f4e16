"""Explain parcels that are not both scanned and shipped, so that their manifest may close without them.

Afterwards each has its reason on the manifest, with who gave it. An explanation counts only for what the parcel was
when it was given: one that is scanned or stopped later must be answered anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.manifests.facts import DifferenceExplained
from zhanggui.fulfilment.manifests.standing import standing_of
from zhanggui.fulfilment.models import Manifest, ManifestDifference
from zhanggui.fulfilment.rules.manifests import ManifestNotOpen
from zhanggui.fulfilment.states import ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.rules.hiding import masked

LONGEST_REASON = 200


class Explained(NamedTuple):
    """Why this parcel differs on this manifest."""

    manifest_id: int
    parcel_id: int
    reason: str


class ReasonMissing(Refusal):
    """Say why the parcel differs."""


class NoDifference(Refusal):
    """Parcel {key} does not differ on manifest {number}."""


@transaction.atomic
def explain_differences(*, answers: Sequence[Explained], actor: Actor, at: datetime) -> Outcome[int]:
    manifest_ids = {answer.manifest_id for answer in answers}
    manifests = {one.pk: one for one in locked(Manifest.objects.visible_to(actor), manifest_ids)}
    differing = {
        (manifest_id, one.parcel_id): one.difference
        for manifest_id, rows in standing_of(manifests).items()
        for one in rows
        if one.difference
    }

    def check(answer: Explained) -> None:
        manifest = manifests.get(answer.manifest_id)
        if manifest is None:
            raise NotFound(what="manifest", key=answer.manifest_id)
        if manifest.state != ManifestState.OPEN:
            raise ManifestNotOpen(number=manifest.number, state=manifest.get_state_display())
        if not answer.reason.strip():
            raise ReasonMissing
        if (answer.manifest_id, answer.parcel_id) not in differing:
            raise NoDifference(key=answer.parcel_id, number=manifest.number)

    each = {(answer.manifest_id, answer.parcel_id): answer for answer in answers}
    ready, refused = divide(each.values(), check=check, key=lambda answer: answer.parcel_id)
    reasons = {answer.parcel_id: masked(answer.reason.strip()[:LONGEST_REASON]) for answer in ready}
    insert_rows(
        ManifestDifference,
        ("manifest_id", "parcel_id", "kind", "reason", "answered_at", "answered_by"),
        [
            (
                answer.manifest_id, answer.parcel_id, differing[answer.manifest_id, answer.parcel_id],
                reasons[answer.parcel_id], at, actor.name,
            )
            for answer in ready
        ],
        on_conflict=(
            "(manifest_id, parcel_id) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, "
            "answered_at = excluded.answered_at, answered_by = excluded.answered_by"
        ),
    )  # fmt: skip
    announce(
        [
            DifferenceExplained(one.parcel_id, manifests[one.manifest_id].number, reasons[one.parcel_id])
            for one in ready
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=[answer.parcel_id for answer in ready], refused=refused)
