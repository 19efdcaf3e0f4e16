"""Cancel numbers that no label carries with their providers.

Afterwards each is cancelled, or to be recovered with what the provider said, and is tried again ever more rarely.
Calls are made outside any transaction. Killed between the provider's yes and our mark, the next run asks once more:
that changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.logistics.cancelling import ask_back
from zhanggui.logistics.facts import NumberCancelled, NumberToRecover
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.rules import pause_after
from zhanggui.logistics.states import UNUSED, RequestState
from zhanggui.orders.rules.hiding import masked

_COLUMNS = ("tries", "due_at", "answered_at", "answer")
_LONGEST, _MOST_TRIES = 300, 9999


class NumberNotUnused(Refusal):
    """The number of request {request} is not to be cancelled: it is in use, or cancelled already."""


def cancel_numbers(*, request_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = WaybillRequest.objects.visible_to(actor).filter(pk__among=set(request_ids), state__in=UNUSED)
    requests = list(rows.select_related("account").defer("sealed").order_by("pk"))
    found = {request.pk for request in requests}
    refused: dict[int, Refusal] = {pk: NumberNotUnused(request=pk) for pk in request_ids if pk not in found}
    return _mark(found, ask_back(requests), refused, actor=actor, at=at)


@transaction.atomic
def _mark(
    asked: set[int], kept: Mapping[int, Refusal], refused: dict[int, Refusal], *, actor: Actor, at: datetime
) -> Outcome[int]:
    now = list(locked(WaybillRequest.objects.defer("sealed").filter(state__in=UNUSED), asked))
    words = {pk: masked(refusal.sentence)[:_LONGEST] for pk, refusal in kept.items()}
    move_each(
        WaybillRequest,
        _COLUMNS,
        [
            (one.pk, (RequestState.TO_RECOVER if one.pk in kept else RequestState.CANCELLED).value,
             min(one.tries + 1, _MOST_TRIES), at + pause_after(one.tries + 1), at, words.get(one.pk, ""))
            for one in now
        ],
    )  # fmt: skip
    facts: list[FactOf] = [NumberCancelled(one.pk, one.number) for one in now if one.pk not in kept]
    facts += [
        NumberToRecover(one.pk, one.number, words[one.pk])
        for one in now
        if one.pk in kept and one.state != RequestState.TO_RECOVER
    ]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[one.pk for one in now if one.pk not in kept], refused=refused | dict(kept))
