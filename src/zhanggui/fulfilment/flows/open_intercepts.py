"""Open intercept cases 拦截: parcels that have left should come back.

Afterwards each parcel has one open case with a deadline for the carrier's answer; a job asks the carrier. The case
stays open until the parcel is back, or delivered all the same.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import Intercept, Parcel
from zhanggui.fulfilment.recalls.facts import InterceptOpened
from zhanggui.fulfilment.rules.intercepts import ANSWER_WITHIN, check_left
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.hiding import masked

_CASE = ("parcel_id", "reason", "opened_at", "opened_by", "due_at")


class InterceptReasonMissing(Refusal):
    """Say why these parcels should come back."""


@transaction.atomic
def open_intercepts(
    *, parcel_ids: Sequence[int], reason: str = "", reasons: Mapping[int, str] | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    """`reasons` gives single parcels a reason of their own."""
    why = dict.fromkeys(parcel_ids, masked(reason.strip())) | dict(reasons or {})
    if not all(why.values()):
        raise InterceptReasonMissing
    parcels: list[Any] = list(
        locked(Parcel.objects.visible_to(actor), parcel_ids).values_list("pk", "number", "waybill", "state", named=True)
    )
    running = Intercept.objects.filter(parcel_id__among=set(parcel_ids), closed_at__isnull=True)
    is_open = set(running.values_list("parcel_id", flat=True))

    def check(parcel: Any) -> None:
        check_left(number=parcel.number, state=parcel.state, is_open=parcel.pk in is_open)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))

    rows = [(parcel.pk, why[parcel.pk][:200], at, actor.name[:80], at + ANSWER_WITHIN) for parcel in ready]
    insert_rows(Intercept, _CASE, rows)

    announce([InterceptOpened(parcel.pk, parcel.waybill, why[parcel.pk]) for parcel in ready], actor=actor, at=at)
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)
