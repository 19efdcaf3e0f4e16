"""Every carrier that is known: those of `carriers.csv`, and those whose own plug-ins are installed.

A carrier of the table is one line: its key and names, whether it collects cash at the door, the divisor its contracts
usually have for volume, what its numbers look like, and its code with each provider of waybills. `unconfirmed` names
the providers whose code no good source confirms, and `divisor` where none confirms that. It has no numbers of its own:
accounts give them.
"""

import csv
import re
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext

from zhanggui.kernel.doors.carrier import GROUP, Carrier, InterceptAnswer
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.refusal import Refusal

TABLE = "carriers.csv"
_OWN_COLUMNS = ("key", "zh", "en", "cash", "divisor", "number", "unconfirmed")


class CarrierUnknown(Refusal):
    """There is no carrier “{carrier}”."""


class NumbersOnlyByAccount(Refusal):
    """{carrier} gives numbers only to an account. Say which account gives them at this warehouse."""


@dataclass(frozen=True, slots=True)
class DeclaredCarrier:
    """A carrier of the table. `codes` is its code by provider; `divisor` cm³ weigh as much as a kilogram."""

    key: str
    zh: str
    en: str
    collects_cash: bool
    divisor: int
    number: str
    codes: Mapping[str, str]
    takes_ciphers: bool = False

    @property
    def label(self) -> str | Promise:
        return _name(self.zh, self.en)

    def issue(self, *, count: int) -> Sequence[str]:
        raise NumbersOnlyByAccount(carrier=gettext(str(self.label)))

    def cancel(self, *, waybills: Sequence[str]) -> Mapping[str, str]:
        """Nobody is asked: a number of an account goes back through it, and of others nothing is known."""
        return dict.fromkeys(waybills, gettext("No account of ours gave this number: have the branch take it back."))

    def intercept(self, *, waybills: Sequence[str]) -> Mapping[str, InterceptAnswer]:
        """The branch is asked by people, who write down what it says."""
        return dict.fromkeys(waybills, InterceptAnswer(None, gettext("Ask the branch, and write down its answer.")))


def _named(zh: str, en: str) -> str:
    return zh if (get_language() or "").startswith("zh") else en


_name = lazy(_named, str)


@cache
def declared() -> dict[str, DeclaredCarrier]:
    """The carriers of the table, in its order."""
    text = (files(__package__) / TABLE).read_text(encoding="utf-8")
    return {
        row["key"]: DeclaredCarrier(
            key=row["key"],
            zh=row["zh"],
            en=row["en"],
            collects_cash=row["cash"] == "yes",
            divisor=int(row["divisor"]),
            number=row["number"],
            codes={name: code for name, code in row.items() if code and name not in _OWN_COLUMNS},
        )
        for row in csv.DictReader(text.splitlines())
    }


def known_carriers() -> Mapping[str, Carrier]:
    """By key. A plug-in that is installed stands in the place of a line of the same key."""
    return ChainMap(installed(GROUP), cast("dict[str, Carrier]", declared()))


def carrier_named(key: str) -> Carrier:
    """Raises CarrierUnknown."""
    try:
        return known_carriers()[key]
    except KeyError:
        raise CarrierUnknown(carrier=key) from None


def issues_numbers(key: str) -> bool:
    """Whether this carrier has numbers without an account."""
    one = known_carriers().get(key)
    return one is not None and not isinstance(one, DeclaredCarrier)


def issuing() -> list[str]:
    """The carriers that have numbers without an account."""
    return [key for key in known_carriers() if issues_numbers(key)]


def looks_like(key: str, number: str) -> bool:
    """Whether a number may be one of this carrier. It suggests and warns, and refuses nothing: forms change."""
    one = declared().get(key)
    return one is None or not one.number or re.fullmatch(one.number, number) is not None


def usual_divisor(key: str) -> int:
    """The divisor a contract with this carrier usually has; 0 where none is known."""
    one = declared().get(key)
    return one.divisor if one else 0
