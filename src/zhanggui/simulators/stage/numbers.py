"""Branches that sell numbers in advance, and the waybills given out of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

import orjson


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

    identity: str
    carrier: str
    branch: str
    number: str
    orders: tuple[str, ...]
    asked: Mapping[str, Any]
    state: str = "given"  # given, cancelled, collected
    children: tuple[str, ...] = ()
    times_asked: int = 0


@dataclass(frozen=True)
class Wanted:
    """A number somebody asks for: the same `identity` is the same parcel."""

    identity: str
    orders: Sequence[str]
    asked: Mapping[str, Any]
    pieces: int = 1


@dataclass
class Numbers:
    """All branches of one account, and every number given. One lock: what it does, it does whole."""

    branches: list[Branch]
    given: dict[str, Given] = field(default_factory=dict)
    _by_identity: dict[str, str] = field(default_factory=dict)
    _running: int = 0
    _journal: Path | None = None
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
            fresh = {one.identity: one for one in wanted if self._in_force(one.identity) is None}
            if branch.left is not None and branch.left < sum(one.pieces for one in fresh.values()):
                raise PoolEmpty
            for one in fresh.values():
                drawn = self._drawn(branch, one)
                self._keep(drawn)
                self._note("given", asdict(drawn))
            answered = [self.given[self._by_identity[one.identity]] for one in wanted]
            for each in answered:
                each.times_asked += 1
            return answered

    def _in_force(self, identity: str) -> Given | None:
        before = self.given.get(self._by_identity.get(identity, ""))
        return before if before is not None and before.state != "cancelled" else None

    def _drawn(self, branch: Branch, wanted: Wanted) -> Given:
        numbers = [branch.shape.format(self._running + piece) for piece in range(1, wanted.pieces + 1)]
        orders, children = tuple(wanted.orders), tuple(numbers[1:])
        return Given(wanted.identity, branch.carrier, branch.code, numbers[0], orders, wanted.asked, children=children)

    def _keep(self, one: Given) -> None:
        branch, pieces = self.branch(one.carrier, one.branch), 1 + len(one.children)
        self._running += pieces
        branch.used += pieces
        branch.left = None if branch.left is None else branch.left - pieces
        self.given[one.number] = one
        self._by_identity[one.identity] = one.number

    def cancel(self, carrier: str, number: str) -> None:
        """The number is void and goes back to its branch. Refused when it is void, gone, or was never given."""
        with self._lock:
            one = self.find(carrier, number)
            if one.state == "cancelled":
                raise NumberCancelled
            if one.state == "collected":
                raise NumberCollected
            self._void(one)
            self._note("cancelled", number)

    def _void(self, one: Given) -> None:
        branch, pieces = self.branch(one.carrier, one.branch), 1 + len(one.children)
        one.state = "cancelled"
        branch.cancelled += pieces
        branch.left = None if branch.left is None else branch.left + pieces

    def collect(self, number: str) -> None:
        """The carrier's driver has scanned it."""
        with self._lock:
            self.given[number].state = "collected"
            self._note("collected", number)

    def fill(self, carrier: str, code: str, left: int | None) -> None:
        """The branch has so many numbers left."""
        with self._lock:
            self.branch(carrier, code).left = left
            self._note("filled", [carrier, code, left])

    def keep_in(self, path: Path) -> None:
        """What the file tells has happened, and what happens from now on is told to it."""
        with self._lock:
            lines = path.read_bytes().splitlines() if path.exists() else []
            for line in lines:
                self._happen(*orjson.loads(line))
            self._journal = path

    def _happen(self, what: str, told: Any) -> None:
        match what:
            case "given":
                self._keep(Given(**told | {"orders": tuple(told["orders"]), "children": tuple(told["children"])}))
            case "cancelled":
                self._void(self.given[told])
            case "collected":
                self.given[told].state = "collected"
            case "filled":
                carrier, code, left = told
                self.branch(carrier, code).left = left

    def _note(self, what: str, told: Any) -> None:
        if self._journal is not None:
            with self._journal.open("ab") as file:
                file.write(orjson.dumps([what, told]) + b"\n")

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
