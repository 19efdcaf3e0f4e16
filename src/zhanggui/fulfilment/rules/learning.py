"""What pieces weigh, learned from parcels on the scale, and the band in which a parcel is right. Pure and exact.

Sums only ever grow by what one weighing taught, so the order of weighings does not matter and sets of them can be
added at once. A parcel of one SKU teaches the sum of its pieces; spread is that of single pieces.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

ZERO = Decimal(0)
TENTH = Decimal("0.1")
SQUARE = Decimal("0.000001")
HEAVIEST_PIECE_G = 100_000


class NotATaughtWeight(Refusal):
    """{grams} g is not a weight a piece can have."""


class NumbersOutOfReach(Refusal):
    """At least 2 weighings, 0.5 to 9.9 spreads and 1 to 1000 grams are possible."""


class WeighNumbers(NamedTuple):
    """How many weighings before a learned weight counts, and how far off a parcel may be."""

    min_samples: int = 5
    sigmas: Decimal = Decimal("3.0")
    floor_g: int = 15


class Sums(NamedTuple):
    """What weighings of one SKU add up to."""

    samples: int = 0
    pieces: int = 0
    sum_g: Decimal = ZERO
    sum_sq: Decimal = ZERO

    def __add__(self, other: object) -> "Sums":
        if not isinstance(other, Sums):
            return NotImplemented
        return Sums(
            self.samples + other.samples,
            self.pieces + other.pieces,
            self.sum_g + other.sum_g,
            self.sum_sq + other.sum_sq,
        )

    @property
    def mean(self) -> Decimal | None:
        return self.sum_g / self.pieces if self.pieces else None

    @property
    def variance(self) -> Decimal:
        """Of single pieces: each weighing counts by its pieces."""
        if self.samples < 2:
            return ZERO
        return max(ZERO, (self.sum_sq - self.sum_g * self.sum_g / self.pieces) / (self.samples - 1))

    @property
    def spread(self) -> Decimal:
        return self.variance.sqrt()


def sums_of(grams: Decimal, pieces: int) -> Sums:
    """What one weighing of so many pieces teaches."""
    return Sums(1, pieces, grams, (grams * grams / pieces).quantize(SQUARE, ROUND_HALF_UP))


class Known(NamedTuple):
    """What is known of one SKU: sums of weighings, what a person said, what the catalogue says."""

    sums: Sums = Sums()
    taught_g: Decimal | None = None
    listed_g: int = 0

    def is_learned(self, numbers: WeighNumbers) -> bool:
        return self.sums.samples >= numbers.min_samples

    def is_sure(self, numbers: WeighNumbers) -> bool:
        return self.is_learned(numbers) or self.taught_g is not None

    def mean(self, numbers: WeighNumbers) -> Decimal | None:
        """The best word on one piece; None where nobody has said anything."""
        if self.is_learned(numbers):
            return self.sums.mean
        return self.taught_g or self.sums.mean or (Decimal(self.listed_g) if self.listed_g else None)

    def variance(self, numbers: WeighNumbers) -> Decimal:
        return self.sums.variance if self.is_learned(numbers) else ZERO


class Content(NamedTuple):
    """So many pieces of one SKU in a parcel."""

    sku_id: int
    code: str
    quantity: int
    known: Known


class Band(NamedTuple):
    """Between which weights a parcel is right, and what it most likely weighs."""

    low: int
    mean: int
    high: int


def learned_band(
    contents: Sequence[Content], box: Known | None, numbers: WeighNumbers, *, packing_g: int
) -> Band | None:
    """Mean ± so many spreads, at least the floor; None while a piece has not been weighed often enough.

    Without a named box the parcel may weigh up to `packing_g` more than its goods.
    """
    if not contents or not all(content.known.is_sure(numbers) for content in contents):
        return None
    goods = sum((content.quantity * (content.known.mean(numbers) or ZERO) for content in contents), ZERO)
    variance = sum((content.quantity * content.known.variance(numbers) for content in contents), ZERO)
    tare = box.mean(numbers) if box else None
    loose = ZERO if tare is not None else Decimal(packing_g)
    if box and tare is not None:
        variance += box.variance(numbers)
    slack = max(Decimal(numbers.floor_g), numbers.sigmas * variance.sqrt())
    mean = goods + (tare or ZERO)
    return Band(max(1, _whole(mean - slack)), _whole(mean + loose / 2), _whole(mean + slack + loose))


class Lesson(NamedTuple):
    """What a parcel teaches: so many pieces of this SKU weigh so much."""

    sku_id: int
    pieces: int
    grams: Decimal


def lesson_of(grams: int, contents: Sequence[Content], box: Content, numbers: WeighNumbers) -> Lesson | None:
    """A parcel teaches one thing: of its SKUs, its box included, the one weighed least often of which all others are
    known; of the others goods must be known for sure, while of a box the catalogue's word is enough.

    What is left for it after the others must weigh something, or the parcel teaches nothing.
    """
    parts = [*contents, box]
    if not contents or sum(part.known.mean(numbers) is None for part in parts) > 1:
        return None
    doubtful = [content for content in contents if not content.known.is_sure(numbers)]
    if len(doubtful) > 1:
        return None
    nameless = [part for part in parts if part.known.mean(numbers) is None]
    open_parts = nameless or doubtful or parts
    if nameless and doubtful and nameless != doubtful:
        return None
    least = min(open_parts, key=lambda part: part.known.sums.samples)
    rest = sum((part.quantity * (part.known.mean(numbers) or ZERO) for part in parts if part is not least), ZERO)
    left = (grams - rest).quantize(TENTH, ROUND_HALF_UP)
    return Lesson(least.sku_id, least.quantity, left) if 0 < left <= HEAVIEST_PIECE_G else None


def total_of(lessons: Iterable[Lesson]) -> dict[int, Sums]:
    """What these lessons add to the sums of each SKU."""
    found: dict[int, Sums] = {}
    for lesson in lessons:
        found[lesson.sku_id] = found.get(lesson.sku_id, Sums()) + sums_of(lesson.grams, lesson.pieces)
    return found


def check_taught(grams: Decimal) -> None:
    if not 0 < grams <= HEAVIEST_PIECE_G:
        raise NotATaughtWeight(grams=grams)


def check_numbers(numbers: WeighNumbers) -> None:
    is_possible = 2 <= numbers.min_samples <= 1000 and 1 <= numbers.floor_g <= 1000
    if not is_possible or not Decimal("0.5") <= numbers.sigmas <= Decimal("9.9"):
        raise NumbersOutOfReach


def _whole(grams: Decimal) -> int:
    return int(grams.to_integral_value(ROUND_HALF_UP))
