"""Is the weight on the scale the weight of what should be in the box?"""

from zhanggui.kernel.refusal import Refusal

ALLOWANCE_G = 60
"""A box, tape and filling weigh at least nothing and rarely more than this on top of the share below."""
SHARE_PERCENT = 20


class WeightOff(Refusal):
    """Parcel {number} weighs {grams} g, expected {low} to {high} g: {cause}."""

    sound = "too_many"


class NotAWeight(Refusal):
    """{grams} g is not a weight a parcel can have."""


HEAVIEST_G = 100_000


def check_weight(*, number: str, grams: int, expected_g: int) -> None:
    """Outside the band something is missing or too much. SKUs without a known weight set no band."""
    if not 0 < grams <= HEAVIEST_G:
        raise NotAWeight(grams=grams)
    if not expected_g:
        return
    slack = ALLOWANCE_G + expected_g * SHARE_PERCENT // 100
    low, high = max(1, expected_g - slack), expected_g + slack + ALLOWANCE_G
    if grams < low:
        raise WeightOff(number=number, grams=grams, low=low, high=high, cause="missing_item")
    if grams > high:
        raise WeightOff(number=number, grams=grams, low=low, high=high, cause="extra_item")
