"""Credit codes, points and terms: pure."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.parties.rules.credit_codes import (
    ALPHABET,
    CreditCodeWrong,
    check_credit_code,
    check_digit,
    is_credit_code,
    plain_credit_code,
)
from zhanggui.parties.rules.scoring import Measured, figures_of, points_of, score_of
from zhanggui.parties.rules.terms import Held, TermsDraft, TermsOverlap, ended_by

BEGIN = st.text(ALPHABET, min_size=17, max_size=17)


def test_the_example_of_the_standard():
    check_credit_code("91350100M000100Y43")
    assert plain_credit_code(" 91350100m000100y43") == "91350100M000100Y43"
    assert plain_credit_code("９１350100M000100Y43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    "code", ["91350100M000100Y4Z", "91350100M000100Y4I", "9135010OM000100Y43", "", "91350100M000100Y4", "0" * 19]
)
def test_what_is_no_code(code):
    with pytest.raises(CreditCodeWrong):
        check_credit_code(code)


@given(BEGIN)
def test_one_check_digit_fits_and_no_other(begin):
    assert [digit for digit in ALPHABET if is_credit_code(begin + digit)] == [check_digit(begin)]


@given(BEGIN, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_a_mistyped_character_is_found(begin, place, letter):
    code = begin + check_digit(begin)
    typed = code[:place] + letter + code[place + 1 :]
    assert is_credit_code(typed) == (typed == code)


@pytest.mark.parametrize(
    ("kind", "value", "points"),
    [
        ("late_days", "0", "100"),
        ("late_days", "3", "70"),
        ("late_days", "40", "0"),
        ("defect_share", "0.02", "80"),
        ("price_change", "-0.1", "100"),
        ("price_change", "0.1", "50"),
        ("answer_hours", "24", "100"),
        ("answer_hours", "30", "94"),
    ],
)
def test_points(kind, value, points):
    assert points_of(kind, Decimal(value)) == Decimal(points)


def test_a_score_weighs_only_what_happened():
    events = [Measured(1, "late_days", Decimal(0)), Measured(2, "late_days", Decimal(2)),
              Measured(3, "defect_share", Decimal("0.05"))]  # fmt: skip
    figures = figures_of(events, weights={"late_days": 1, "defect_share": 3, "price_change": 5})
    assert [(one.kind, one.points, one.event_ids) for one in figures] == [
        ("late_days", Decimal(90), (1, 2)), ("defect_share", Decimal(50), (3,))
    ]  # fmt: skip
    assert score_of(figures) == Decimal(60)
    assert score_of(()) is None


def draft(begins: date, ends: date | None = None) -> TermsDraft:
    return TermsDraft(1, "A", Decimal(1), begins, ends)


def test_new_terms_end_the_ones_before_and_never_touch_later_ones():
    open_ended = Held(7, 1, date(2026, 1, 1), None)
    assert ended_by(draft(date(2026, 6, 1)), [open_ended]) == (7, date(2026, 5, 31))
    assert ended_by(draft(date(2026, 6, 1)), [Held(7, 1, date(2026, 1, 1), date(2026, 5, 1))]) is None
    assert ended_by(draft(date(2025, 6, 1), date(2025, 12, 31)), [open_ended]) is None
    for begins, ends in ((date(2026, 1, 1), None), (date(2025, 1, 1), None), (date(2025, 1, 1), date(2026, 1, 1))):
        with pytest.raises(TermsOverlap):
            ended_by(draft(begins, ends), [open_ended])
