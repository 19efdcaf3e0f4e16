"""Cancel void waybills with their carriers.

Afterwards each number is cancelled, or stands in the list 待回收单号 with what the carrier said; it
has been void here since its parcel was stopped, whatever the carrier answers. Numbers of accounts go back through them.
Calls are made outside any transaction, one per carrier. Killed between the carrier's yes and our mark, the next run
asks once more: that changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import VoidLabel
from zhanggui.fulfilment.recalls.facts import WaybillCancelled, WaybillToRecover
from zhanggui.fulfilment.recalls.returning import taken_back
from zhanggui.fulfilment.rules.parcels import WaybillDone
from zhanggui.fulfilment.states import RecallState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carrier import CarrierDown
from zhanggui.kernel.doors.carriers import CarrierUnknown, carrier_named
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.receivers.free_text import masked_for

_OPEN = (RecallState.TO_CANCEL, RecallState.TO_RECOVER)
_COLUMNS = ("tries", "tried_at", "answer")


class CarrierKeepsWaybill(Refusal):
    """The carrier did not take waybill {waybill} back: {answer}"""


def cancel_waybills(*, label_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = VoidLabel.objects.visible_to(actor).filter(pk__among=set(label_ids)).order_by("pk")
    labels: list[Any] = list(rows.values_list("pk", "waybill", "carrier", "state", "parcel__order_id", named=True))

    refused = not_found("label", label_ids, (label.pk for label in labels))
    refused |= {
        label.pk: WaybillDone(waybill=label.waybill, state=RecallState(label.state).label)
        for label in labels
        if label.state not in _OPEN
    }
    asked = [label for label in labels if label.pk not in refused]
    answers = _ask(asked)
    masked = masked_for((label.parcel__order_id, answers[label.pk]) for label in asked)
    said = {label.pk: text[:200] for label, text in zip(asked, masked, strict=True)}
    return _mark({label.pk: label for label in asked}, said, refused, actor=actor, at=at)


def _ask(labels: Sequence[Any]) -> dict[int, str]:
    """What the carriers said of each; an empty answer is a yes."""
    told = taken_back(label.waybill for label in labels)
    answers = {label.pk: told[label.waybill] for label in labels if label.waybill in told}
    others = [label for label in labels if label.pk not in answers]
    for carrier in sorted({label.carrier for label in others}):
        own = {label.pk: label.waybill for label in others if label.carrier == carrier}
        try:
            kept = carrier_named(carrier).cancel(waybills=list(own.values()))
        except (CarrierDown, CarrierUnknown) as refusal:
            kept = dict.fromkeys(own.values(), refusal.sentence)
        answers |= {pk: kept.get(waybill, "") for pk, waybill in own.items()}
    return answers


@transaction.atomic
def _mark(
    labels: Mapping[int, Any],
    answers: Mapping[int, str],
    refused: dict[int, Refusal],
    *,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    """What was answered is on record, unless somebody settled the number meanwhile."""
    rows = locked(VoidLabel.objects.filter(state__in=_OPEN), labels)
    now: list[Any] = list(rows.values_list("pk", "parcel_id", "waybill", "state", "tries", named=True))
    state_of = {pk: RecallState.TO_RECOVER if answer else RecallState.CANCELLED for pk, answer in answers.items()}
    move_each(
        VoidLabel,
        _COLUMNS,
        [(label.pk, state_of[label.pk].value, label.tries + 1, at, answers[label.pk]) for label in now],
    )
    facts: list[FactOf] = []
    for label in now:
        if not answers[label.pk]:
            facts.append(WaybillCancelled(label.parcel_id, label.waybill))
            continue
        refused[label.pk] = CarrierKeepsWaybill(waybill=label.waybill, answer=answers[label.pk])
        if label.state != RecallState.TO_RECOVER:
            facts.append(WaybillToRecover(label.parcel_id, label.waybill, answers[label.pk]))
    announce(facts, actor=actor, at=at)
    return Outcome(done=[label.pk for label in now if not answers[label.pk]], refused=refused)
