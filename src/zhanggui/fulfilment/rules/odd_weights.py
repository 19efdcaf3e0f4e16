"""Why a parcel weighs something else than it should: the piece or box that explains the difference best. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhanggui.fulfilment.rules.learning import Band, Content, WeighNumbers
from zhanggui.fulfilment.states import OddCause

MOST_EXTRA = 5
"""So many pieces too many are thought of."""
LEAST_SURE_G = 5


class Guess(NamedTuple):
    """What probably is wrong: the SKU and how many pieces of it, or the box that it was."""

    cause: OddCause
    sku_id: int | None = None
    code: str = ""
    pieces: int = 0


class _Candidate(NamedTuple):
    explains: Decimal
    guess: Guess
    effort: int


def guess_cause(
    grams: int,
    band: Band,
    contents: Sequence[Content],
    box: Content | None,
    boxes: Sequence[Content],
    numbers: WeighNumbers,
) -> Guess:
    """The candidate nearest to the difference, if it brings the parcel back into its band; of equals the simplest.

    A piece weighs what is known of it, so goods of which nothing is known explain nothing.
    """
    difference = Decimal(grams - band.mean)
    room = max(Decimal(band.high - band.low) / 2, Decimal(LEAST_SURE_G))
    fitting = [
        one
        for one in _candidates(grams, contents, box, boxes, numbers, is_light=difference < 0)
        if abs(difference - one.explains) <= room
    ]
    if not fitting:
        return Guess(OddCause.UNKNOWN)
    return min(fitting, key=lambda one: (round(abs(difference - one.explains) / LEAST_SURE_G), one.effort)).guess


def _candidates(
    grams: int,
    contents: Sequence[Content],
    box: Content | None,
    boxes: Sequence[Content],
    numbers: WeighNumbers,
    *,
    is_light: bool,
) -> Iterator[_Candidate]:
    """What each thing that may have gone wrong does to the weight. Taking everything away is an empty box."""
    sign, cause = (-1, OddCause.MISSING) if is_light else (1, OddCause.EXTRA)
    pieces = sum(content.quantity for content in contents)
    for content in contents:
        each = content.known.mean(numbers)
        if not each:
            continue
        most = content.quantity if is_light else MOST_EXTRA
        for count in range(1, most + 1):
            guess = Guess(cause, content.sku_id, content.code, count)
            if is_light and count == pieces:
                guess = Guess(OddCause.EMPTY)
            yield _Candidate(sign * count * each, guess, count)
    if is_light and len(contents) > 1:
        means = [content.known.mean(numbers) for content in contents]
        if all(means):
            goods = sum((c.quantity * (m or Decimal(0)) for c, m in zip(contents, means, strict=True)), Decimal(0))
            yield _Candidate(-goods, Guess(OddCause.EMPTY), pieces)
    tare = box.known.mean(numbers) if box else None
    if box is None or tare is None:
        return
    yield _Candidate(-tare, Guess(OddCause.NO_BOX, box.sku_id, box.code), 1)
    for other in boxes:
        weight = other.known.mean(numbers)
        if weight is not None and other.sku_id != box.sku_id:
            yield _Candidate(weight - tare, Guess(OddCause.BOX, other.sku_id, other.code), 1)


def guess_words(guess: Guess) -> str:
    """The guess as a sentence goes on with it."""
    words = {
        OddCause.MISSING: _("{pieces} × {code} seems to be missing"),
        OddCause.EXTRA: _("{pieces} × {code} seems to be too many"),
        OddCause.BOX: _("it seems to be in box {code}"),
        OddCause.NO_BOX: _("the box {code} seems not to be on the scale"),
        OddCause.EMPTY: _("the box seems to be empty"),
        OddCause.UNKNOWN: _("no piece and no box explains the difference"),
    }
    return words[guess.cause].format(pieces=guess.pieces, code=guess.code)
