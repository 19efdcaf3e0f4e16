"""Settle void waybills by hand: someone spoke with the carrier, or the number has expired there.

Afterwards nobody asks the carrier again; the note says how it ended.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import VoidLabel
from zhanggui.fulfilment.recalls.facts import WaybillSettled
from zhanggui.fulfilment.rules.parcels import WaybillDone
from zhanggui.fulfilment.states import RECALL_STEPS, RecallState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.rules.hiding import masked


class SettlementNoteMissing(Refusal):
    """Say how it was settled with the carrier."""


@transaction.atomic
def settle_waybills(*, label_ids: Sequence[int], note: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not note.strip():
        raise SettlementNoteMissing
    labels: list[Any] = list(
        locked(VoidLabel.objects.visible_to(actor), label_ids).values_list(
            "pk", "parcel_id", "waybill", "state", named=True
        )
    )

    ready, refused = divide(labels, check=_check_open, key=lambda label: label.pk)
    refused |= not_found("label", label_ids, (label.pk for label in labels))

    words = masked(note.strip())[:200]
    move_to(VoidLabel, [label.pk for label in ready], RecallState.SETTLED, answer=words, tried_at=at)

    announce([WaybillSettled(label.parcel_id, label.waybill, words) for label in ready], actor=actor, at=at)
    return Outcome(done=[label.pk for label in ready], refused=refused)


def _check_open(label: Any) -> None:
    if RecallState.SETTLED not in RECALL_STEPS[label.state]:
        raise WaybillDone(waybill=label.waybill, state=RecallState(label.state).label)
