"""What to buy of one SKU, from figures that are all named. The same figures always say the same number."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_CEILING, Decimal
from typing import Any

from zhanggui.planning.rules.safety import safety_stock, z_of

MOST = 1_000_000_000
"""More pieces than this nobody orders: a figure is wrong."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Every figure a suggestion follows from. Quantities are pieces; `sigma` is of the error of one day."""

    demand: Decimal
    """Expected to be sold from today until what the next plan orders would come: lead time and review period."""
    sigma: Decimal
    lead_days: int
    review_days: int
    service_percent: Decimal
    on_hand: int
    """Sellable or on its way to a shelf."""
    on_order: int
    """Ordered and not yet come."""
    approved: int
    """Approved by an earlier plan and not yet ordered."""
    claimed: int
    """Promised to orders, still on the shelf."""
    short: int
    """Orders wait for them."""
    pack_size: int
    least_quantity: int
    coming: int = 0
    """Sent by another warehouse and not yet arrived."""

    def as_json(self) -> dict[str, Any]:
        """Exact numbers as text."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in values}


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the inputs come to. `level` is what should lie there or be on its way; `missing` what is not."""

    safety: Decimal
    level: Decimal
    missing: Decimal
    quantity: int


def inputs_from(stored: Mapping[str, Any]) -> Inputs:
    """Those kept with a suggestion. What else was kept with them is not theirs; a figure that plans of then did not
    know is nothing."""
    kinds = {field.name: field.type for field in fields(Inputs) if field.name in stored}
    return Inputs(**{name: kind(stored[name]) for name, kind in kinds.items() if callable(kind)})


def suggest(inputs: Inputs) -> Suggested:
    """Demand and safety, and what is promised or waited for, less what is there and what comes; in whole packs, not
    below the least quantity. Nothing where nothing is missing."""
    days = inputs.lead_days + inputs.review_days
    safety = safety_stock(z=z_of(inputs.service_percent), sigma=inputs.sigma, days=days)
    level = inputs.demand + safety + inputs.claimed + inputs.short
    missing = level - inputs.on_hand - inputs.on_order - inputs.approved - inputs.coming
    return Suggested(safety, level, missing, in_packs(missing, inputs))


def in_packs(missing: Decimal, inputs: Inputs) -> int:
    if missing <= 0:
        return 0
    pieces = max(missing.to_integral_value(ROUND_CEILING), Decimal(inputs.least_quantity))
    packs = (pieces / inputs.pack_size).to_integral_value(ROUND_CEILING)
    return min(int(packs), MOST // inputs.pack_size) * inputs.pack_size
