"""Is the weight on the scale the weight of what should be in the box?"""

from zhanggui.kernel.refusal import Refusal

PACKING_G = 60
"""A box, tape and filling weigh at least nothing and rarely more than this."""
LOOSE_G, SHARE_PERCENT = 60, 20
"""How far goods may be off: this much and this share of what they weigh on paper …"""
LEAST_G, LIGHT_PERCENT = 20, 35
"""… but of light goods no more than this share, or a missing piece would not be noticed; and always this much."""
HEAVIEST_G = 100_000


class ParcelTooLight(Refusal):
    """Parcel {number} weighs {grams} g, but at least {low} g is expected: something is missing."""

    sound = "too_many"


class ParcelTooHeavy(Refusal):
    """Parcel {number} weighs {grams} g, but at most {high} g is expected: something is in it that was not bought."""

    sound = "too_many"


class NotAWeight(Refusal):
    """{grams} g is not a weight a parcel can have."""


def weight_band(expected_g: int) -> tuple[int, int] | None:
    """The lightest and the heaviest such a parcel may be; None when nobody knows what its goods weigh."""
    if not expected_g:
        return None
    slack = min(LOOSE_G + expected_g * SHARE_PERCENT // 100, max(LEAST_G, expected_g * LIGHT_PERCENT // 100))
    return max(1, expected_g - slack), expected_g + slack + PACKING_G


def check_weight(*, number: str, grams: int, expected_g: int) -> None:
    """Outside the band something is missing or too much."""
    if not 0 < grams <= HEAVIEST_G:
        raise NotAWeight(grams=grams)
    low, high = weight_band(expected_g) or (0, HEAVIEST_G)
    if grams < low:
        raise ParcelTooLight(number=number, grams=grams, low=low, high=high)
    if grams > high:
        raise ParcelTooHeavy(number=number, grams=grams, low=low, high=high)
