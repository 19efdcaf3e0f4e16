"""What the providers answered, on record: each answer with its parcel, in one transaction per account."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import transaction
from psycopg.types.json import Jsonb

from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import looks_like
from zhanggui.kernel.doors.waybills import ACCOUNT_STANDS_STILL, ASK_AGAIN, ProviderThrottled, Waybill
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal
from zhanggui.kernel.steps import move_each
from zhanggui.logistics.facts import NumberUnused, WaybillRefused
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.rules import (
    NotToAsk,
    NumberGivenTwice,
    NumberLooksStrange,
    PrintDataAwaited,
    marks_of,
    pause_after,
)
from zhanggui.logistics.states import RequestState
from zhanggui.orders.rules.hiding import masked

LONGEST = 300
_GIVEN = ("number", "carrier", "reference", "marks", "sealed", "answered_at", "answer")
_REFUSED = ("due_at", "answered_at", "answer")

Answers = Mapping[int, Waybill | Refusal]


@transaction.atomic
def store_answers(
    account: WaybillAccount,
    requests: Sequence[WaybillRequest],
    answers: Answers,
    *,
    asked_at: datetime,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    """Numbers are with the parcels that want them; the others go back. Refusals are with parcels and requests.

    A number without what its print component needs is not with its parcel yet: the request waits, and is asked for
    again with the same key.

    A request that another worker has asked for since, because the lease ran out, is left to that worker: the provider
    gives both the same number.
    """
    list(locked(Parcel.objects.all(), {one.parcel_id for one in requests}).values_list("pk"))
    ours = locked(WaybillRequest.objects.filter(state=RequestState.ASKED, asked_at=asked_at), answers)
    tries = dict(ours.values_list("pk", "tries"))
    mine = [one for one in requests if one.pk in tries]
    told = _once_each(mine, answers)

    given = {pk: answer for pk, answer in told.items() if isinstance(answer, Waybill)}
    bare = {pk for pk, answer in given.items() if answer.awaits_print_data}
    refusals = {pk: answer for pk, answer in told.items() if isinstance(answer, Refusal)}
    refusals |= {pk: PrintDataAwaited(waybill=given[pk].number) for pk in bare}
    words = {pk: masked(refusal.sentence)[:LONGEST] for pk, refusal in refusals.items()}
    final = {pk for pk, refusal in refusals.items() if not isinstance(refusal, (*ASK_AGAIN, PrintDataAwaited))}

    numbers = [
        _numbered(one, None if one.pk in bare else given.get(one.pk), words.get(one.pk, ""), is_final=one.pk in final)
        for one in mine
    ]
    assigned = set(assign_waybills(numbers=numbers, actor=actor, at=at).done)
    unwanted = {one.pk for one in mine if one.parcel_id not in assigned}
    taken = {pk: answer for pk, answer in given.items() if pk not in bare - unwanted}
    refusals = {pk: refusal for pk, refusal in refusals.items() if pk not in taken}

    move_each(
        WaybillRequest,
        _GIVEN,
        [
            (one.pk, (RequestState.TO_CANCEL if one.pk in unwanted else RequestState.GIVEN).value,
             *_kept(taken[one.pk], at=at))
            for one in mine if one.pk in taken
        ],
    )  # fmt: skip
    move_each(
        WaybillRequest,
        _REFUSED,
        [
            (one.pk, _after(one.pk in final, one.pk in unwanted).value,
             at + _pause(refusals[one.pk], tries[one.pk]), at, words[one.pk])
            for one in mine if one.pk in refusals
        ],
    )  # fmt: skip
    _tell_account(account, refusals.values(), at=at)

    facts: list[FactOf] = [NumberUnused(pk, taken[pk].number) for pk in taken if pk in unwanted]
    facts += [WaybillRefused(one.parcel_id, words[one.pk]) for one in mine if one.pk in final - unwanted]
    announce(facts, actor=actor, at=at)
    others: dict[int, Refusal] = {one.pk: NotToAsk() for one in requests if one.pk not in tries}
    return Outcome(done=list(taken), refused=dict(refusals) | others)


def _once_each(requests: Sequence[WaybillRequest], answers: Answers) -> dict[int, Waybill | Refusal]:
    """The answers, with a refusal in place of a number that another parcel has. Two statements."""
    told: dict[int, Waybill | Refusal] = {}
    numbers = {answer.number for answer in answers.values() if isinstance(answer, Waybill)}
    taken = set(WaybillRequest.objects.filter(number__among=numbers).values_list("number", flat=True))
    taken |= set(Parcel.objects.filter(waybill__among=numbers).values_list("waybill", flat=True))
    for request in requests:
        answer = answers[request.pk]
        if isinstance(answer, Waybill):
            if answer.number in taken:
                answer = NumberGivenTwice(waybill=answer.number)
            else:
                taken.add(answer.number)
        told[request.pk] = answer
    return told


def _numbered(request: WaybillRequest, waybill: Waybill | None, words: str, *, is_final: bool) -> Numbered:
    marks = marks_of(asdict(waybill.label)) if waybill and waybill.label else {}
    said = {"trouble" if is_final else "waiting_for": words}
    return Numbered(request.parcel_id, request.wave_id, waybill.number if waybill else "", marks=marks, **said)


def _kept(waybill: Waybill, *, at: datetime) -> tuple[Any, ...]:
    """The columns of _GIVEN. The whole answer is sealed: what prints the label names the receiver."""
    whole = asdict(waybill)
    label = marks_of(whole["label"]) if whole["label"] else {}
    hint = masked(waybill.hint or _doubt(waybill))[:LONGEST]
    return (
        waybill.number, waybill.carrier, waybill.reference[:64], Jsonb(label), seal(orjson.dumps(whole)), at, hint,
    )  # fmt: skip


def _doubt(waybill: Waybill) -> str:
    """A number that does not look like one of its carrier is used, and said: the account may name the wrong carrier."""
    if looks_like(waybill.carrier, waybill.number):
        return ""
    return NumberLooksStrange(waybill=waybill.number, carrier=carrier_label(waybill.carrier)).sentence


def _after(is_final: bool, is_unwanted: bool) -> RequestState:
    """What becomes of a request without a number."""
    if not is_final:
        return RequestState.WAITING
    return RequestState.CANCELLED if is_unwanted else RequestState.REFUSED


def _pause(refusal: Refusal, tries: int) -> timedelta:
    if isinstance(refusal, ProviderThrottled):
        return timedelta(seconds=int(refusal.data.get("seconds") or 1))
    return pause_after(tries)


def _tell_account(account: WaybillAccount, refusals: Any, *, at: datetime) -> None:
    """The account knows what keeps all of its requests, and until when it is left alone."""
    still = next((one for one in refusals if isinstance(one, (*ASK_AGAIN, *ACCOUNT_STANDS_STILL))), None)
    if still is None:
        if account.trouble:
            WaybillAccount.objects.filter(pk=account.pk).update(trouble="", wait_until=None)
        return
    wait_until = at + _pause(still, 1) if isinstance(still, ProviderThrottled) else None
    WaybillAccount.objects.filter(pk=account.pk).update(trouble=still.sentence[:LONGEST], wait_until=wait_until)
