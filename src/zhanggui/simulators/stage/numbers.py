"""Branches that sell numbers in advance, and the waybills given out of them."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from threading import RLock
from typing import Any


class NumbersRefused(Exception):
    """The branch does not do it; each platform says it in its own code."""


class PoolEmpty(NumbersRefused):
    """No number is left."""


class BranchUnknown(NumbersRefused):
    """No such branch is open for this account."""


class NumberUnknown(NumbersRefused):
    """The number was never given."""


class NumberCancelled(NumbersRefused):
    """The number is void already."""


class NumberCollected(NumbersRefused):
    """The carrier has the parcel."""


@dataclass
class Branch:
    """A branch of a carrier, or the contract with a direct one (`left` is None: it sells no numbers in advance).

    `shape` writes the running number: `75{:012d}`. `senders` are the addresses registered with the branch.
    """

    carrier: str
    code: str
    name: str
    shape: str
    left: int | None = None
    segment: str = ""
    senders: Sequence[Mapping[str, str]] = ()
    used: int = 0
    cancelled: int = 0


@dataclass
class Given:
    """A number that was given, to whom, for what. `asked` is the request exactly as it came."""

    identity: Hashable
    carrier: str
    branch: str
    number: str
    orders: tuple[str, ...]
    asked: Mapping[str, Any]
    state: str = "given"  # given, cancelled, collected
    children: tuple[str, ...] = ()
    times_asked: int = 1


@dataclass(frozen=True)
class Wanted:
    """A number somebody asks for: the same `identity` is the same parcel."""

    identity: Hashable
    orders: Sequence[str]
    asked: Mapping[str, Any]
    pieces: int = 1


@dataclass
class Numbers:
    """All branches of one account, and every number given. One lock: what it does, it does whole."""

    branches: list[Branch]
    given: dict[str, Given] = field(default_factory=dict)
    _by_identity: dict[Hashable, str] = field(default_factory=dict)
    _running: int = 0
    _lock: Any = field(default_factory=RLock, repr=False)

    def branch(self, carrier: str, code: str = "") -> Branch:
        """The branch of this carrier by its code; without one, the first."""
        for branch in self.branches:
            if branch.carrier == carrier and code in ("", branch.code):
                return branch
        raise BranchUnknown

    def give(self, branch: Branch, wanted: Sequence[Wanted]) -> list[Given]:
        """For each identity the number it got before, unless that is void; otherwise the next of the pool.

        All of them or none: the pool must hold a number for every new one.
        """
        with self._lock:
            before = [self._in_force(one.identity) for one in wanted]
            needed = sum(one.pieces for one, had in zip(wanted, before, strict=True) if had is None)
            if branch.left is not None and branch.left < needed:
                raise PoolEmpty
            return [had or self._draw(branch, one) for one, had in zip(wanted, before, strict=True)]

    def _in_force(self, identity: Hashable) -> Given | None:
        before = self.given.get(self._by_identity.get(identity, ""))
        if before is None or before.state == "cancelled":
            return None
        before.times_asked += 1
        return before

    def _draw(self, branch: Branch, wanted: Wanted) -> Given:
        written = []
        for _ in range(wanted.pieces):
            self._running += 1
            written.append(branch.shape.format(self._running))
        number, *children = written
        branch.left = None if branch.left is None else branch.left - wanted.pieces
        branch.used += wanted.pieces
        one = Given(
            wanted.identity,
            branch.carrier,
            branch.code,
            number,
            tuple(wanted.orders),
            wanted.asked,
            children=tuple(children),
        )
        self.given[number] = one
        self._by_identity[wanted.identity] = number
        return one

    def cancel(self, carrier: str, number: str) -> None:
        """The number is void and goes back to its branch. Refused when it is void, gone, or was never given."""
        with self._lock:
            one = self.find(carrier, number)
            if one.state == "cancelled":
                raise NumberCancelled
            if one.state == "collected":
                raise NumberCollected
            one.state = "cancelled"
            branch = self.branch(one.carrier, one.branch)
            pieces = 1 + len(one.children)
            branch.cancelled += pieces
            branch.left = None if branch.left is None else branch.left + pieces

    def collect(self, number: str) -> None:
        """The carrier's driver has scanned it."""
        with self._lock:
            self.given[number].state = "collected"

    def find(self, carrier: str, number: str) -> Given:
        one = self.given.get(number)
        if one is None or one.carrier != carrier:
            raise NumberUnknown
        return one

    def of_order(self, order: str) -> Iterator[Given]:
        """The numbers in force that this order travels under."""
        with self._lock:
            yield from [one for one in self.given.values() if order in one.orders and one.state != "cancelled"]

    def as_dict(self) -> dict[str, Any]:
        with self._lock:
            given = [
                {"number": one.number, "carrier": one.carrier, "state": one.state, "orders": one.orders}
                for one in self.given.values()
            ]
            return {"branches": [asdict(branch) for branch in self.branches], "waybills": given}
