"""What an order carries because rules of the company's own asked for it, and by which rule. All else is a person's.

A mark counts only while the order still carries what it says: a flag that somebody changed on the platform since is
theirs. Rules are shown an order without its marks, so what they ask for never depends on what they asked for before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Marks:
    """Each pair is what was asked for and the rule that asked; gift rules are named by their id.

    `asked_again`: somebody wants the rules asked as if for the first time; gone when they have been.
    """

    labels: Mapping[str, int] = field(default_factory=dict)
    flag: tuple[int, int] | None = None
    warehouse: tuple[int, int] | None = None
    carrier: tuple[str, int] | None = None
    gifts: Mapping[int, int] = field(default_factory=dict)
    asked_again: bool = False

    def as_json(self) -> dict[str, Any] | None:
        """Only what there is; nothing at all is None."""
        pairs = {"flag": self.flag, "warehouse": self.warehouse, "carrier": self.carrier}
        told: dict[str, Any] = {name: list(pair) for name, pair in pairs.items() if pair}
        if self.labels:
            told["labels"] = dict(self.labels)
        if self.gifts:
            told["gifts"] = {str(gift): rule_id for gift, rule_id in self.gifts.items()}
        return told or None


ASKED_AGAIN = {"asked_again": True}
NONE = Marks()


def marks_from(data: Mapping[str, Any] | None) -> Marks:
    """The marks that `as_json` wrote."""
    if not data:
        return NONE
    return Marks(
        data.get("labels", {}),
        _pair(data.get("flag")),
        _pair(data.get("warehouse")),
        _pair(data.get("carrier")),
        {int(gift): rule_id for gift, rule_id in data.get("gifts", {}).items()},
        "asked_again" in data,
    )


def _pair(found: Sequence[Any] | None) -> tuple[Any, int] | None:
    return (found[0], found[1]) if found else None


class Chosen(NamedTuple):
    """What an order carries, whoever asked for it; or what of it people chose."""

    labels: tuple[str, ...] = ()
    flag: int = 0
    warehouse_id: int | None = None
    carrier: str = ""


def part(carried: Chosen, marks: Marks) -> tuple[Chosen, Marks]:
    """What people chose, and the marks that still say what the order carries."""
    if marks == NONE:
        return carried, NONE
    flag = marks.flag if marks.flag and marks.flag[0] == carried.flag else None
    warehouse = marks.warehouse if marks.warehouse and marks.warehouse[0] == carried.warehouse_id else None
    carrier = marks.carrier if marks.carrier and marks.carrier[0] == carried.carrier else None
    labels = {label: rule_id for label, rule_id in marks.labels.items() if label in carried.labels}
    own = Chosen(
        tuple(label for label in carried.labels if label not in labels),
        0 if flag else carried.flag,
        None if warehouse else carried.warehouse_id,
        "" if carrier else carried.carrier,
    )
    return own, Marks(labels, flag, warehouse, carrier, marks.gifts)


def ruled_wishes(data: Mapping[str, Any] | None, *, warehouse_id: int | None, carrier: str) -> frozenset[str]:
    """Which halves of the wish of an order a rule asked for: those give way where they cannot be served."""
    marks = marks_from(data)
    pairs = {"warehouse": (marks.warehouse, warehouse_id), "carrier": (marks.carrier, carrier)}
    return frozenset(name for name, (mark, wish) in pairs.items() if mark and mark[0] == wish)


def carried(own: Chosen, marks: Marks) -> Chosen:
    """What an order carries of which people chose one part and rules asked for the other."""
    return Chosen(
        (*own.labels, *(label for label in marks.labels if label not in own.labels)),
        marks.flag[0] if marks.flag else own.flag,
        marks.warehouse[0] if marks.warehouse else own.warehouse_id,
        marks.carrier[0] if marks.carrier else own.carrier,
    )
