"""From whom to buy: price and score weighed together."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

FULL = Decimal(100)
POINTS_PER_PERCENT = Decimal(2)
"""Two points of the score are worth one percent of the price: what is late or broken costs too."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Terms of one supplier for one SKU."""

    supplier_id: int
    price: Decimal
    lead_days: int
    pack_size: int
    least_quantity: int
    score: Decimal | None


def weighed_price(offer: Offer) -> Decimal:
    """The price, dearer for each point that is missing from a full score. Without a score nothing is known against
    the supplier."""
    missing = FULL - (FULL if offer.score is None else offer.score)
    return offer.price * (1 + missing / POINTS_PER_PERCENT / 100)


def choose_offer(offers: Iterable[Offer]) -> Offer | None:
    """The lowest weighed price; of equals the quicker, then the supplier known longer."""
    return min(offers, key=lambda one: (weighed_price(one), one.lead_days, one.supplier_id), default=None)
