"""Print data that a provider gives in a call of its own, after the number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from zhanggui.kernel.doors.waybills import (
    Lost,
    NothingGiven,
    OnlyOnAsking,
    PrintData,
    Waybill,
    WaybillRequest,
    WaybillUnknown,
)
from zhanggui.kernel.refusal import Refusal

Fetch = Callable[[Sequence[Lost]], Mapping[str, PrintData | Refusal]]
"""What prints these numbers, by our key, or why there is none."""


def with_print_data(
    answers: Mapping[str, Waybill | Refusal], requests: Sequence[WaybillRequest], fetch: Fetch
) -> Mapping[str, Waybill | Refusal]:
    """The answers with what prints each number; a number whose print data did not come stands and awaits it."""
    given = {one.key: answer for one in requests if isinstance(answer := answers.get(one.key), Waybill)}
    fetched = fetch([Lost(one, number=given[one.key].number) for one in requests if one.key in given])
    completed = dict(answers)
    for key, waybill in given.items():
        found = fetched[key]
        if isinstance(found, PrintData):
            completed[key] = replace(waybill, print_data=found, awaits_print_data=False)
        else:
            completed[key] = replace(waybill, awaits_print_data=True)
    return completed


def recovered(lost: Sequence[Lost], fetch: Fetch, *, provider: str) -> Mapping[str, Waybill | Refusal]:
    """Parcels whose number is known, with their print data. Of the others the provider speaks only when asked again."""
    named = [one for one in lost if one.number]
    fetched = fetch(named)
    answers: dict[str, Waybill | Refusal] = {
        one.request.key: OnlyOnAsking(provider=provider, key=one.request.key) for one in lost if not one.number
    }
    for one in named:
        key, found = one.request.key, fetched[one.request.key]
        if isinstance(found, PrintData):
            answers[key] = Waybill(key=key, carrier=one.request.carrier, number=one.number, print_data=found)
        elif isinstance(found, WaybillUnknown):
            answers[key] = NothingGiven(provider=provider, key=key)
        else:
            answers[key] = found
    return answers
