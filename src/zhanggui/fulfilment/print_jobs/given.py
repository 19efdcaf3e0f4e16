"""Print data that an account gave with a number: who keeps it says so here when the program starts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhanggui.kernel.doors.waybills import Contact, PrintData, PrintPass
from zhanggui.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class GivenPrint:
    """What a platform's component prints, exactly as it came, and who sends: that is not inside. `account_id` gave the
    number."""

    data: PrintData
    sender: Contact
    account_id: int = 0


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A label that a provider has drawn: as HTML, or at an address of its own. Nothing in it is ever run."""

    html: str = field(default="", repr=False)
    address: str = ""


GivePrintData = Callable[[Sequence[str]], Mapping[str, GivenPrint | Refusal]]
"""Answers the waybills that only a platform's own print component prints, each with its data or why it is not there."""

GivePasses = Callable[[Collection[int]], Mapping[int, PrintPass | Refusal]]
"""Answers the accounts whose component prints nothing without a pass, each with a fresh one or why there is none."""

GivePages = Callable[[Sequence[str]], Mapping[str, GivenPage]]
"""Answers the waybills whose label is printed as its provider has drawn it."""

_givers: list[GivePrintData] = []
_page_givers: list[GivePages] = []
_pass_givers: list[GivePasses] = []


def gives_print_data(function: GivePrintData) -> GivePrintData:
    """This function is asked for the print data of every label."""
    _givers.append(function)
    return function


def print_data_of(waybills: Iterable[str]) -> dict[str, GivenPrint | Refusal]:
    """By waybill; what is not in it is a label of our own."""
    numbers = list(waybills)
    return {number: given for giver in _givers for number, given in giver(numbers).items()}


def gives_print_passes(function: GivePasses) -> GivePasses:
    """This function is asked for a pass whenever labels go to a component."""
    _pass_givers.append(function)
    return function


def print_passes_of(account_ids: Collection[int]) -> dict[int, PrintPass | Refusal]:
    """By account; what is not in it needs none."""
    return {pk: given for giver in _pass_givers for pk, given in giver(account_ids).items()}


def gives_pages(function: GivePages) -> GivePages:
    """This function is asked for labels that were drawn elsewhere."""
    _page_givers.append(function)
    return function


def pages_of(waybills: Iterable[str]) -> dict[str, GivenPage]:
    """By waybill; what is not in it is drawn by ourselves."""
    numbers = list(waybills)
    return {number: page for giver in _page_givers for number, page in giver(numbers).items()}
