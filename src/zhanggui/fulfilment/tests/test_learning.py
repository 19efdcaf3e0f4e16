"""What the scale learns is exact: the order of weighings does not matter, and the figures are the textbook's."""

import statistics
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.fulfilment.rules.learning import (
    Band,
    Content,
    Known,
    Sums,
    WeighNumbers,
    learned_band,
    lesson_of,
    sums_of,
    total_of,
)
from zhanggui.fulfilment.rules.odd_weights import guess_cause
from zhanggui.fulfilment.states import OddCause

NUMBERS = WeighNumbers()
tenths = st.integers(1, 500_000).map(lambda tenth: Decimal(tenth) / 10)
weighings = st.lists(st.tuples(tenths, st.integers(1, 12)), min_size=1, max_size=30)


def summed(taught):
    return sum((sums_of(grams, pieces) for grams, pieces in taught), Sums())


def band_for(contents, box=None, *, packing_g=60) -> Band:
    """The band of goods that are known."""
    band = learned_band(contents, box, NUMBERS, packing_g=packing_g)
    assert band is not None
    return band


def learned(*grams, samples=None):
    return Known(summed((Decimal(each), 1) for each in grams) if grams else Sums())


def sure(code, mean, quantity=1, sku_id=0):
    """So many pieces that weigh exactly this."""
    return Content(sku_id or hash(code), code, quantity, learned(*[mean] * 5))


@given(weighings, st.randoms())
def test_the_order_of_weighings_does_not_matter(taught, draw):
    shuffled = list(taught)
    draw.shuffle(shuffled)
    half = len(shuffled) // 2
    assert summed(taught) == summed(shuffled) == summed(shuffled[:half]) + summed(shuffled[half:])


@given(st.lists(tenths, min_size=2, max_size=40))
def test_mean_and_spread_of_single_pieces_are_those_of_statistics(grams):
    sums = summed((each, 1) for each in grams)
    assert sums.mean == statistics.mean(grams)
    assert abs(sums.variance - statistics.variance(grams)) <= Decimal("0.01") * max(1, sums.variance)


@given(tenths, st.lists(st.integers(1, 9), min_size=2, max_size=20))
def test_pieces_that_all_weigh_the_same_have_no_spread_however_they_came(each, counts):
    sums = summed((each * count, count) for count in counts)
    assert (sums.mean, sums.spread < Decimal("0.1")) == (each, True)


@given(weighings)
def test_what_was_learned_lets_its_mean_through(taught):
    sums = summed(taught)
    content = Content(1, "A", 3, Known(sums._replace(samples=max(sums.samples, NUMBERS.min_samples))))
    band = band_for([content])
    assert band.low <= band.mean <= band.high
    assert band.high - band.low >= NUMBERS.floor_g


def test_before_enough_weighings_nothing_is_learned():
    content = Content(1, "A", 1, learned(*["200"] * 4))
    assert learned_band([content], None, NUMBERS, packing_g=60) is None
    assert learned_band([content._replace(known=learned(*["200"] * 5))], None, NUMBERS, packing_g=60) == (185, 230, 275)


def test_a_word_by_hand_counts_at_once():
    content = Content(1, "A", 2, Known(taught_g=Decimal("100.0")))
    box = Known(listed_g=50)
    assert learned_band([content], box, NUMBERS, packing_g=60) == (235, 250, 265)


def test_the_spread_of_pieces_and_box_add_up():
    rough = learned("190", "195", "200", "205", "210")
    band = learned_band([Content(1, "A", 4, rough)], learned(*["50"] * 5), NUMBERS, packing_g=60)
    assert band == (803, 850, 897)


class TestLessons:
    box = Content(9, "BOX", 1, Known(listed_g=50))

    def test_goods_of_one_kind_teach_themselves(self):
        contents = [Content(1, "A", 3, Known())]
        assert lesson_of(680, contents, self.box, NUMBERS) == (1, 3, Decimal("630.0"))

    def test_in_a_box_of_which_nothing_is_known_they_teach_nothing(self):
        assert lesson_of(680, [Content(1, "A", 3, Known())], Content(9, "BOX", 1, Known()), NUMBERS) is None

    def test_of_several_goods_the_one_that_is_not_known(self):
        contents = [sure("A", "200", 2, sku_id=1), Content(2, "B", 1, Known(listed_g=120))]
        assert lesson_of(600, contents, self.box, NUMBERS) == (2, 1, Decimal("150.0"))

    def test_of_two_unknown_goods_nothing(self):
        contents = [Content(1, "A", 1, Known(listed_g=200)), Content(2, "B", 1, Known(listed_g=120))]
        assert lesson_of(600, contents, self.box, NUMBERS) is None

    def test_goods_that_are_known_teach_the_box(self):
        contents = [Content(1, "A", 2, learned(*["200"] * 6))]
        assert lesson_of(470, contents, self.box, NUMBERS) == (9, 1, Decimal("70.0"))

    def test_what_leaves_nothing_for_it_teaches_nothing(self):
        assert lesson_of(40, [Content(1, "A", 1, Known())], self.box, NUMBERS) is None

    def test_lessons_of_a_set_add_up(self):
        lessons = [lesson_of(grams, [Content(1, "A", 1, Known())], self.box, NUMBERS) for grams in (250, 260)]
        assert total_of(filter(None, lessons))[1].mean == 205


@given(st.lists(st.integers(20, 900), min_size=1, max_size=4, unique=True), st.integers(0, 100_000))
def test_one_missing_piece_is_found(weights, chosen):
    """Among goods whose weights differ by more than the band is wide."""
    weights = [weight + 1000 * place for place, weight in enumerate(weights)]
    contents = [sure(f"S{place}", str(weight), 2, sku_id=place + 1) for place, weight in enumerate(weights)]
    missing = contents[chosen % len(contents)]
    band = band_for(contents, packing_g=0)
    grams = band.mean - int(missing.known.sums.mean)
    guess = guess_cause(grams, band, contents, None, (), NUMBERS)
    if grams < band.low:
        assert (guess.cause, guess.sku_id, guess.pieces) == (OddCause.MISSING, missing.sku_id, 1)


class TestGuesses:
    contents = [sure("A", "200", 2, sku_id=1), sure("B", "150", 1, sku_id=2)]
    small, big = sure("SMALL", "40", sku_id=8), sure("BIG", "160", sku_id=9)

    def guess(self, grams):
        band = band_for(self.contents, self.small.known)
        return guess_cause(grams, band, self.contents, self.small, [self.small, self.big], NUMBERS)

    def test_each_cause_by_its_weight(self):
        found = {grams: (self.guess(grams).cause, self.guess(grams).code) for grams in (390, 790, 710, 550, 40, 3000)}
        assert found == {
            390: (OddCause.MISSING, "A"),
            790: (OddCause.EXTRA, "A"),
            710: (OddCause.BOX, "BIG"),
            550: (OddCause.NO_BOX, "SMALL"),
            40: (OddCause.EMPTY, ""),
            3000: (OddCause.UNKNOWN, ""),
        }

    def test_the_fewest_pieces_explain_best(self):
        contents = [sure("A", "100", 4, sku_id=1), sure("B", "200", 1, sku_id=2)]
        band = band_for(contents, packing_g=0)
        assert guess_cause(400, band, contents, None, (), NUMBERS)[1:] == (2, "B", 1)
