"""What the figures of a SKU in a warehouse say: how long it lasts, how often it turns, what it asks for. Pure."""

from dataclasses import dataclass
from decimal import Decimal

USUAL_LEAD = 7
"""Days until goods come where no supplier's terms say."""
BETWEEN_ORDERS = 7
"""Days a buyer may take until the next look."""
SLOW_COVER, SLOW_AGE = Decimal(120), 60
DEAD_DAYS = 180
MONTH, QUARTER, YEAR = 30, 90, 365
_TENTH, _HUNDREDTH, _MOST = Decimal("0.1"), Decimal("0.01"), Decimal(99_999)


@dataclass(frozen=True, slots=True)
class Standing:
    """Pieces on hand and free, pieces sold in the last 30 and 90 days, days since the last sale (None: not in a year),
    days since the oldest piece on hand came, and days until an order comes."""

    on_hand: int
    free: int
    sold_month: int
    sold_quarter: int
    unsold_days: int | None
    oldest_days: int | None
    lead_days: int
    safety: int = 0


def cover_days(one: Standing) -> Decimal | None:
    """For how many days what is free lasts at the pace of the last month; None where nothing was sold."""
    if one.sold_month <= 0:
        return None
    return min((Decimal(max(one.free, 0)) * MONTH / one.sold_month).quantize(_TENTH), _MOST)


def turns(one: Standing) -> Decimal:
    """How many times a year what lies here would be sold at the pace of the last quarter."""
    if one.on_hand <= 0:
        return Decimal(0)
    return min((Decimal(max(one.sold_quarter, 0)) * YEAR / QUARTER / one.on_hand).quantize(_HUNDREDTH), _MOST)


def signal_of(one: Standing) -> str:
    """A name of `states.Signal`. What is short comes before what lies too long."""
    cover = cover_days(one)
    if one.free <= 0 and one.sold_month > 0:
        return "out"
    if cover is not None and cover < one.lead_days:
        return "short"
    if cover is not None and cover < one.lead_days + BETWEEN_ORDERS:
        return "low"
    if one.sold_month > 0 and one.free < one.safety:
        return "low"
    age = one.oldest_days or 0
    if one.on_hand > 0 and age > DEAD_DAYS and (one.unsold_days is None or one.unsold_days > DEAD_DAYS):
        return "dead"
    if one.on_hand > 0 and age > SLOW_AGE and (cover is None or cover > SLOW_COVER):
        return "slow"
    return "fine"
