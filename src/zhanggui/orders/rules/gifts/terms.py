"""What a gift rule gives beside its conditions: which goods, how often, with which other rules, up to what.

The conditions themselves are those of review rules: price bands, pieces, goods, combinations, words of remarks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.refusal import Refusal

MOST_GIFTS, MOST_INSTEAD, MOST_COUNTED = 10, 10, 200
MOST_PIECES = 100
MOST_NUMBER = 10**9
LONGEST_GROUP = 40

PER: dict[str, Any] = {
    "order": _("once per order"),
    "pieces": _("for every so many pieces"),
    "amount": _("for every so much of the goods' amount"),
    "paid": _("for every so much paid"),
    "sets": _("for every full set of the goods counted"),
}
"""What the multiples of a rule count."""

WHEN_SHORT: dict[str, Any] = {
    "wait": _("the order waits for it"),
    "without": _("the order goes without it"),
}


class NoGift(Refusal):
    """Say which goods the rule gives."""


class TooManyGifts(Refusal):
    """At most {most} {what} in one gift rule."""


class GiftPiecesBad(Refusal):
    """“{sku}”: between 1 and {most} pieces are given at a time."""


class GiftNumberBad(Refusal):
    """“{name}” is a number above zero."""


class SetUnclear(Refusal):
    """Full sets are counted only of goods that are named."""


class GiftChoiceUnknown(Refusal):
    """A gift rule knows no “{word}” here."""


class GiftCostUnknown(Refusal):
    """A budget in money needs the cost of every gift. Without one: {skus}. Write it, or give a budget in pieces."""


class GroupNameLong(Refusal):
    """The name of a group has at most {most} characters."""


@dataclass(frozen=True, slots=True)
class GiftChoice:
    """So many pieces of a SKU at a time; where it is out of stock, the next of `instead` that is not."""

    sku: str
    quantity: int = 1
    instead: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.sku, *self.instead)


@dataclass(frozen=True, slots=True)
class GiftTerms:
    """With `only_asked` it gives to orders for which a review rule asks it, if they stand its conditions too."""

    gifts: tuple[GiftChoice, ...]
    per: str = "order"
    every: Decimal = Decimal(1)
    counted: tuple[str, ...] = ()
    most_times: int | None = None
    when_short: str = "without"
    group: str = ""
    is_alone: bool = False
    cap_pieces: int | None = None
    cap_money: Decimal | None = None
    per_buyer: int | None = None
    keep_stock: int = 0
    only_asked: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for gift in self.gifts for code in gift.codes))

    def as_json(self) -> dict[str, Any]:
        return {
            "gifts": [[gift.sku, gift.quantity, list(gift.instead)] for gift in self.gifts],
            "per": self.per,
            "every": str(self.every),
            "counted": list(self.counted),
            "most_times": self.most_times,
            "when_short": self.when_short,
            "group": self.group,
            "is_alone": self.is_alone,
            "cap_pieces": self.cap_pieces,
            "cap_money": None if self.cap_money is None else str(self.cap_money),
            "per_buyer": self.per_buyer,
            "keep_stock": self.keep_stock,
            "only_asked": self.only_asked,
        }


def terms_from(data: Mapping[str, Any]) -> GiftTerms:
    """The terms that `as_json` wrote."""
    money = data.get("cap_money")
    return GiftTerms(
        gifts=tuple(GiftChoice(sku, int(quantity), tuple(instead)) for sku, quantity, instead in data["gifts"]),
        per=data["per"],
        every=Decimal(data["every"]),
        counted=tuple(data["counted"]),
        most_times=data["most_times"],
        when_short=data["when_short"],
        group=data["group"],
        is_alone=data["is_alone"],
        cap_pieces=data["cap_pieces"],
        cap_money=None if money is None else Decimal(money),
        per_buyer=data["per_buyer"],
        keep_stock=data["keep_stock"],
        only_asked=data.get("only_asked", False),
    )


def check_terms(terms: GiftTerms) -> None:
    """They can be understood; whether the goods exist is not looked up here."""
    if not terms.gifts:
        raise NoGift
    if len(terms.gifts) > MOST_GIFTS:
        raise TooManyGifts(most=MOST_GIFTS, what=_("gifts"))
    for gift in terms.gifts:
        if not gift.sku.strip():
            raise NoGift
        if not 1 <= gift.quantity <= MOST_PIECES:
            raise GiftPiecesBad(sku=gift.sku, most=MOST_PIECES)
        if len(gift.instead) > MOST_INSTEAD:
            raise TooManyGifts(most=MOST_INSTEAD, what=_("goods to give instead"))
    if len(terms.counted) > MOST_COUNTED:
        raise TooManyGifts(most=MOST_COUNTED, what=_("goods counted"))
    for word, known in ((terms.per, PER), (terms.when_short, WHEN_SHORT)):
        if word not in known:
            raise GiftChoiceUnknown(word=word)
    if terms.per == "sets" and not terms.counted:
        raise SetUnclear
    if len(terms.group) > LONGEST_GROUP:
        raise GroupNameLong(most=LONGEST_GROUP)
    _check_numbers(terms)


def check_costs(terms: GiftTerms, costs: Mapping[str, Decimal]) -> None:
    """Whatever it gives, its budget in money can be kept."""
    unknown = [code for code in terms.codes if terms.cap_money is not None and not costs.get(code)]
    if unknown:
        raise GiftCostUnknown(skus=", ".join(unknown))


def _check_numbers(terms: GiftTerms) -> None:
    for name, number in (
        (_("Every"), terms.every),
        (_("At most times per order"), terms.most_times),
        (_("Budget in pieces"), terms.cap_pieces),
        (_("Budget in money"), terms.cap_money),
        (_("Times per buyer"), terms.per_buyer),
        (_("Pieces kept in stock"), terms.keep_stock or None),
    ):
        if number is not None and not 0 < number < MOST_NUMBER:
            raise GiftNumberBad(name=name)
    if terms.per in {"pieces", "sets"} and terms.every != terms.every.to_integral_value():
        raise GiftNumberBad(name=_("Every"))


def read_number(text: str, *, name: Any) -> Decimal | None:
    """A number as it is typed; nothing typed is none."""
    if not text.strip():
        return None
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise GiftNumberBad(name=name) from None
    if not number.is_finite():
        raise GiftNumberBad(name=name)
    return number


def read_whole(text: str, *, name: Any) -> int | None:
    number = read_number(text, name=name)
    if number is not None and number != number.to_integral_value():
        raise GiftNumberBad(name=name)
    return None if number is None else int(number)


def clean_codes(codes: Sequence[str]) -> tuple[str, ...]:
    """Merchant codes, trimmed, each once."""
    return tuple(dict.fromkeys(code.strip() for code in codes if code.strip()))
