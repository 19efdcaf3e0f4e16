"""Print data that an account gave with a number: who keeps it says so here when the program starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhanggui.kernel.doors.waybills import Contact, PrintData
from zhanggui.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class GivenPrint:
    """What a platform's component prints, exactly as it came, and who sends: that is not inside."""

    data: PrintData
    sender: Contact


GivePrintData = Callable[[Sequence[str]], Mapping[str, GivenPrint | Refusal]]
"""Answers the waybills that only a platform's own print component prints, each with its data or why it is not there."""

_givers: list[GivePrintData] = []


def gives_print_data(function: GivePrintData) -> GivePrintData:
    """This function is asked for the print data of every label."""
    _givers.append(function)
    return function


def print_data_of(waybills: Iterable[str]) -> dict[str, GivenPrint | Refusal]:
    """By waybill; what is not in it is a label of our own."""
    numbers = list(waybills)
    return {number: given for giver in _givers for number, given in giver(numbers).items()}
