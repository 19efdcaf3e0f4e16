"""Safety stock: what lies there against demand that turns out higher than expected."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from statistics import NormalDist

THOUSANDTH, CENT = Decimal("0.001"), Decimal("0.01")


@cache
def z_of(service_percent: Decimal) -> Decimal:
    """How many deviations of a normal error keep so many percent of waits without a gap; to three places."""
    return Decimal(NormalDist().inv_cdf(float(service_percent) / 100)).quantize(THOUSANDTH, ROUND_HALF_UP)


def safety_stock(*, z: Decimal, sigma: Decimal, days: int) -> Decimal:
    """z × sigma × √days in pieces, to two places: errors of days are taken to be independent. Never below zero."""
    return max(z * sigma * Decimal(days).sqrt(), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
