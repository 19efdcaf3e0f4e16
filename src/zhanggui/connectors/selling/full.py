"""Orders that a list only names, read in full: several at a time, in the order they were asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from zhanggui.connectors.selling.listing import ListedPage
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import ChannelOrder, Page, SetAside
from zhanggui.kernel.refusal import Refusal

_READ_AT_ONCE = 8

Row = Mapping[str, Any]


class OrderUnknown(Refusal):
    """The platform {channel} does not know order {number}."""


@dataclass(frozen=True, slots=True)
class FullReader:
    """`read` gives one order; `identify` the number in a row of a list, or raises UnreadableOrder; `version` what tells
    two listings of one order apart; `aside` keeps a row without a number."""

    read: Callable[[str], ChannelOrder | SetAside]
    identify: Callable[[Row], str]
    version: Callable[[Row], str]
    aside: Callable[[Row, Refusal], SetAside]

    def pages(self, listed: Iterable[ListedPage]) -> Iterator[Page]:
        """The listed orders in full, page by page. An order listed twice unchanged is read once.

        While the orders of a page are read the next page is listed: nobody waits for the list. What was read before
        the list ends in a refusal comes out before the refusal does.
        """
        threads = ThreadPoolExecutor(_READ_AT_ONCE)
        try:
            yield from _one_behind(self._begun(listed, threads))
        finally:
            threads.shutdown(cancel_futures=True)

    def _begun(self, listed: Iterable[ListedPage], threads: ThreadPoolExecutor) -> Iterator[Callable[[], Page]]:
        """What waits for the orders of each page, whose reading has begun."""
        seen: set[tuple[str, str]] = set()
        for page in listed:
            numbers, unnamed = self._name(page.rows, seen=seen)
            results = threads.map(self.read, numbers)
            yield partial(_finished, page, unnamed, results)
            if page.covered_to is not None:
                seen.clear()

    def numbers(self, numbers: Iterable[str]) -> Page:
        """These orders as they are now."""
        with ThreadPoolExecutor(_READ_AT_ONCE) as threads:
            orders, aside = divide(threads.map(self.read, dict.fromkeys(numbers)))
        return Page(orders=orders, set_aside=aside)

    def _name(self, listed: Iterable[Row], *, seen: set[tuple[str, str]]) -> tuple[list[str], list[SetAside]]:
        numbers: dict[str, None] = {}
        unnamed = []
        for row in listed:
            try:
                number = self.identify(row)
            except UnreadableOrder as refusal:
                unnamed.append(self.aside(row, refusal))
                continue
            version = (number, self.version(row))
            if version not in seen:
                seen.add(version)
                numbers[number] = None
        return list(numbers), unnamed


def _finished(page: ListedPage, unnamed: list[SetAside], results: Iterable[ChannelOrder | SetAside]) -> Page:
    orders, aside = divide(results)
    return Page(orders=orders, set_aside=[*unnamed, *aside], covered_to=page.covered_to)


def _one_behind(begun: Iterator[Callable[[], Page]]) -> Iterator[Page]:
    """Each is waited for when the next one has begun, or never will."""
    last: Callable[[], Page] | None = None
    trouble: Refusal | None = None
    while trouble is None:
        try:
            following = next(begun, None)
        except Refusal as refusal:
            following, trouble = None, refusal
        if last is not None:
            yield last()
        if following is None:
            break
        last = following
    if trouble is not None:
        raise trouble


def divide(results: Iterable[ChannelOrder | SetAside]) -> tuple[list[ChannelOrder], list[SetAside]]:
    """What could be read, and what could not."""
    orders: list[ChannelOrder] = []
    aside: list[SetAside] = []
    for result in results:
        if isinstance(result, SetAside):
            aside.append(result)
        else:
            orders.append(result)
    return orders, aside
