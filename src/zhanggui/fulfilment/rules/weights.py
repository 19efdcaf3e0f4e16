"""Is the weight on the scale the weight of what should be in the box?"""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.rules.learning import Band, Content, Known, WeighNumbers, learned_band
from zhanggui.fulfilment.rules.odd_weights import Guess, guess_words
from zhanggui.fulfilment.states import CrateState
from zhanggui.kernel.refusal import Refusal

PACKING_G = 60
"""A box, tape and filling weigh at least nothing and rarely more than this."""
LOOSE_G, SHARE_PERCENT = 60, 20
"""How far goods may be off: this much and this share of what they weigh on paper …"""
LEAST_G, LIGHT_PERCENT = 20, 35
"""… but of light goods no more than this share, or a missing piece would not be noticed; and always this much."""
HEAVIEST_G = 100_000


GO_ON = _("Weigh again, or *0 opens the box to verify again, or *9 accepts the weight")


class ParcelTooLight(Refusal):
    """Parcel {number} weighs {grams} g, but at least {low} g is expected: {cause}."""

    sound = "too_many"
    advice = GO_ON


class ParcelTooHeavy(Refusal):
    """Parcel {number} weighs {grams} g, but at most {high} g is expected: {cause}."""

    sound = "too_many"
    advice = GO_ON


class NotAWeight(Refusal):
    """{grams} g is not a weight a parcel can have."""


class CrateMissing(Refusal):
    """Parcel {number} goes to the crate maker before it is weighed."""

    sound = "stopped"


def paper_band(expected_g: int, *, tare_g: int | None = None) -> Band | None:
    """The lightest and the heaviest such a parcel may be by what the catalogue says, and what lies between; None when
    nobody knows what its goods weigh. A box of which the weight is known counts as that, any other as next to nothing.
    """
    if not expected_g:
        return None
    slack = min(LOOSE_G + expected_g * SHARE_PERCENT // 100, max(LEAST_G, expected_g * LIGHT_PERCENT // 100))
    if tare_g is None:
        return Band(max(1, expected_g - slack), expected_g + PACKING_G // 2, expected_g + slack + PACKING_G)
    whole = expected_g + tare_g
    return Band(max(1, whole - slack), whole, whole + slack)


def band_of(
    expected_g: int,
    contents: Sequence[Content],
    box: Known | None,
    numbers: WeighNumbers,
    *,
    is_crated: bool = False,
) -> Band | None:
    """What the scale has learned counts before what is on paper. Nobody knows what a crate weighs: a parcel in one may
    be as heavy as it likes."""
    tare = box.mean(numbers) if box else None
    band = learned_band(contents, box, numbers, packing_g=PACKING_G) or paper_band(
        expected_g, tare_g=None if tare is None else int(tare)
    )
    return band._replace(high=HEAVIEST_G) if band and is_crated else band


def check_weight(*, number: str, grams: int, band: Band | None, guess: Callable[[Band], Guess]) -> None:
    """Outside the band something is missing or too much; the sentence says what most likely."""
    if not 0 < grams <= HEAVIEST_G:
        raise NotAWeight(grams=grams)
    if band is None or band.low <= grams <= band.high:
        return
    refusal = ParcelTooLight if grams < band.low else ParcelTooHeavy
    words = guess_words(guess(band))
    raise refusal(number=number, grams=grams, low=band.low, high=band.high, cause=words)


def check_crate(*, number: str, crate: str) -> None:
    """What belongs in a crate is weighed in it."""
    if crate in (CrateState.NEEDED, CrateState.OUT):
        raise CrateMissing(number=number)
