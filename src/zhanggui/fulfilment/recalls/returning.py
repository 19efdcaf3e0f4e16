"""Numbers that an account gave go back through it: who holds the accounts says so here when the program starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence

TakeBack = Callable[[Sequence[str]], Mapping[str, str]]
"""Asks for numbers to be void, outside any transaction. Answers those it gave: with why not, or nothing for a yes."""

_takers: list[TakeBack] = []


def takes_back(function: TakeBack) -> TakeBack:
    """This function is asked first, before the connector of a number's carrier."""
    _takers.append(function)
    return function


def taken_back(waybills: Iterable[str]) -> dict[str, str]:
    """What accounts said of the numbers they gave; the others are not in it."""
    numbers = list(waybills)
    return {number: words for taker in _takers for number, words in taker(numbers).items()}
