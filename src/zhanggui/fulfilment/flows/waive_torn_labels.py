"""Waive the scan of torn labels: a label nobody can find any more is given up, for a reason that is listed.

Afterwards it is out no more, and what replaces it may be printed; the label itself stays void at every station.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import VoidLabel
from zhanggui.fulfilment.recalls.facts import LabelTorn
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.hiding import masked


class WaiverReasonMissing(Refusal):
    """Say why these labels cannot be scanned."""


class LabelNotOut(Refusal):
    """Label {waybill} is confirmed already."""


@transaction.atomic
def waive_torn_labels(*, label_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not reason.strip():
        raise WaiverReasonMissing
    labels: list[Any] = list(
        locked(VoidLabel.objects.visible_to(actor), label_ids).values_list(
            "pk", "parcel_id", "waybill", "torn_at", named=True
        )
    )

    ready, refused = divide(labels, check=_check_out, key=lambda label: label.pk)
    refused |= not_found("label", label_ids, (label.pk for label in labels))

    note = masked(reason.strip())[:200]
    rows = [(label.pk, at, actor.name[:80], note) for label in ready]
    update_rows(VoidLabel, ("id",), ("torn_at", "torn_by", "torn_note"), rows)

    announce([LabelTorn(label.parcel_id, label.waybill, note) for label in ready], actor=actor, at=at)
    return Outcome(done=[label.pk for label in ready], refused=refused)


def _check_out(label: Any) -> None:
    if label.torn_at is not None:
        raise LabelNotOut(waybill=label.waybill)
