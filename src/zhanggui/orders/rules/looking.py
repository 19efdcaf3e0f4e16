"""Rules side by side: what all of them look at is read once of each order, in the way each may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanggui.orders.rules.actions import Act
from zhanggui.orders.rules.conditions import Condition, Holds, compile_condition, read_values
from zhanggui.orders.rules.fields import FIELDS, Read, RuleCase, View, seen_key, seen_values
from zhanggui.orders.rules.operators import comparable


@dataclass(frozen=True, slots=True)
class AskedRule:
    """One version of a rule, with its scope."""

    rule_id: int
    version_id: int
    name: str
    condition: Condition
    acts: tuple[Act, ...]
    shop_ids: frozenset[int] = frozenset()
    valid_by: str = "placed"
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    @property
    def looks_at(self) -> set[str]:
        """The keys under which a trace keeps what it tests."""
        return {seen_key(test.field, self.version_id) for test in self.condition.tests}

    def view_of(self, field_name: str) -> View:
        words = (word for test in self.condition.tests if test.field == field_name for word in read_values(test))
        return View(self.shop_ids, tuple(dict.fromkeys(words)))

    def is_about(self, case: RuleCase) -> bool:
        """Shop and moment of the order lie in the scope of this version."""
        if self.shop_ids and case.shop_id not in self.shop_ids:
            return False
        if self.valid_from is None and self.valid_until is None:
            return True
        moment = case.paid_at if self.valid_by == "paid" else case.placed_at
        if moment is None:
            return False
        return (self.valid_from is None or moment >= self.valid_from) and (
            self.valid_until is None or moment < self.valid_until
        )


class Looks:
    """The fields that these rules test, and each rule's condition as a function of what they say."""

    def __init__(self, rules: Iterable[AskedRule]) -> None:
        asked = tuple(rules)
        self.needs: set[str] = set()
        """What has to be read beyond the order and its lines."""
        places: dict[str, int] = {}
        reads: list[Read] = []
        self.conditions: list[Holds] = []
        """In the order of the rules."""
        for rule in asked:
            mine: dict[str, int] = {}
            for name in dict.fromkeys(test.field for test in rule.condition.tests):
                key = seen_key(name, rule.version_id)
                if key not in places:
                    each = FIELDS[name]
                    places[key] = len(reads)
                    reads.append(each.read_as(rule.view_of(name)) if each.read_as else each.read)
                    self.needs |= {each.needs} - {""}
                mine[name] = places[key]
            self.conditions.append(compile_condition(rule.condition, mine))
        self._keys, self._reads = tuple(places), tuple(reads)

    def values(self, case: RuleCase) -> list[Any]:
        return [read(case) for read in self._reads]

    def saw(self, values: Iterable[Any]) -> dict[str, Any]:
        """What is kept of these values in a trace."""
        return seen_values(zip(self._keys, values, strict=True))


def compared(values: Iterable[Any]) -> list[Any]:
    """The values as conditions take them."""
    return [comparable(value) for value in values]
