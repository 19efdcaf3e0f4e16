"""The print data that accounts gave, for whoever prints the labels."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from zhanggui.fulfilment.print_jobs.given import GivenPrint, gives_print_data
from zhanggui.kernel.doors.waybills import Contact, PrintData
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import unseal
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.states import RequestState


@gives_print_data
def print_data_given(waybills: Sequence[str]) -> Mapping[str, GivenPrint | Refusal]:
    """Of these numbers those that accounts gave to be printed by a component. One statement."""
    rows = WaybillRequest.objects.filter(number__among=set(waybills), state=RequestState.GIVEN).exclude(sealed=b"")
    given: dict[str, GivenPrint | Refusal] = {}
    for number, sealed, sender in rows.values_list("number", "sealed", "account__sender"):
        whole: dict[str, Any] = orjson.loads(unseal(sealed))
        if data := whole.get("print_data"):
            given[number] = GivenPrint(PrintData(**data), Contact(**sender))
    return given
