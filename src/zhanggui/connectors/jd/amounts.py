"""What the buyer of an order pays, and each line's share of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.selling.reading import Fields

_NOTHING = Decimal(0)
_SINGLE_ITEM = "30"  # the only coupon that names its SKU
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Amounts:
    """`lines` in the order of the items, Σ lines + freight = whole."""

    whole: Decimal
    freight: Decimal
    lines: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What a line would cost without any discount."""

    sku: str
    price: Decimal
    quantity: int


def read_amounts(
    fields: Fields, items: Sequence[Item], coupons: Sequence[Mapping[str, Any]], *, number: str
) -> Amounts:
    """`orderPayment` is what is left to pay; what the buyer pays from his balance is paid as well.

    The discounts of an order lower its lines by their prices, those of one item that item alone. Tax and service, which
    JD adds to few orders, are in the lines.
    """
    whole = fields.money("orderPayment") + fields.money("balanceUsed", or_else=_NOTHING)
    freight = min(fields.money("freightPrice", or_else=_NOTHING), whole)
    off: dict[str, Decimal] = {}
    for coupon in coupons:
        if text(coupon, "couponType") == _SINGLE_ITEM:
            price = Fields(coupon, number=number).money("couponPrice", or_else=_NOTHING)
            off[text(coupon, "skuId")] = off.get(text(coupon, "skuId"), _NOTHING) + price
    weights = []
    for item in items:
        price = item.price * item.quantity
        less = min(price, off.get(item.sku, _NOTHING))
        off[item.sku] = off.get(item.sku, _NOTHING) - less
        weights.append(price - less)
    return Amounts(whole=whole, freight=freight, lines=shared(whole - freight, weights))


def shared(amount: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The amount over the weights to the last cent: what rounding leaves goes to the largest remainders. Without any
    weight the first takes all."""
    cents, whole = [int(weight / _CENT) for weight in weights], int(amount / _CENT)
    total = sum(cents)
    if not total:
        return (amount, *(_NOTHING for _ in weights[1:]))
    parts = [whole * each // total for each in cents]
    rests = [whole * each % total for each in cents]
    for place in sorted(range(len(weights)), key=lambda nth: -rests[nth])[: whole - sum(parts)]:
        parts[place] += 1
    return tuple(part * _CENT for part in parts)
