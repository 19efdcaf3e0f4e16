"""What a flow on a set returns: which documents it did, and why it refused the others."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from zhanggui.kernel.refusal import NotFound, Refusal

Id = TypeVar("Id", bound=Hashable)
Row = TypeVar("Row")


@dataclass(slots=True)
class Outcome(Generic[Id]):
    """`done` keeps the order asked for; `refused` names each document left untouched, with its reason."""

    done: list[Id] = field(default_factory=list)
    refused: dict[Id, Refusal] = field(default_factory=dict)

    def __add__(self, other: "Outcome[Id]") -> "Outcome[Id]":
        return Outcome(self.done + other.done, self.refused | other.refused)

    def as_dict(self) -> dict[str, Any]:
        """JSON shape shared by page, API and command line."""
        refused = [{"id": key, **refusal.as_dict()} for key, refusal in self.refused.items()]
        return {"done": list(self.done), "refused": refused}

    def one(self) -> Id:
        """The single document of a set of one; its refusal is raised."""
        for refusal in self.refused.values():
            raise refusal
        (only,) = self.done
        return only


def divide(
    rows: Iterable[Row], *, check: Callable[[Row], None], key: Callable[[Row], Any]
) -> tuple[list[Row], dict[Any, Refusal]]:
    """Rows that pass `check`, and the refusal of each that does not."""
    ready: list[Row] = []
    refused: dict[Any, Refusal] = {}
    for row in rows:
        try:
            check(row)
        except Refusal as refusal:
            refused[key(row)] = refusal
        else:
            ready.append(row)
    return ready, refused


def not_found(what: str, asked: Iterable[Id], there: Iterable[Any]) -> dict[Id, Refusal]:
    """The refusal of each one asked for that is not there: it does not exist, or not for who asks."""
    known = set(there)
    return {key: NotFound(what=what, key=key) for key in asked if key not in known}


def in_chunks(ids: Sequence[Id], flow: Callable[[Sequence[Id]], Outcome[Id]], *, size: int = 1000) -> Outcome[Id]:
    """Run `flow` over `ids` in chunks, each in its own transaction; a chunk that is done stays done."""
    outcome: Outcome[Id] = Outcome()
    for start in range(0, len(ids), size):
        outcome = outcome + flow(ids[start : start + size])
    return outcome
