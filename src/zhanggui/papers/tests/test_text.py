from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhanggui.papers.fonts import typeface
from zhanggui.papers.text import LEADING, SMALLEST, count, cut, fit_block, fit_line, wrap

TEXTS = st.text(st.sampled_from("中文，。（）《字 A9-b/….m𠅤❤김"), max_size=200)
WIDTHS = st.floats(20, 300)


@given(text=TEXTS, width=WIDTHS, size=st.floats(SMALLEST, 40))
def test_a_fitted_line_is_never_wider_than_its_place(text, width, size):
    fitted = fit_line(text, face=typeface(), size=size, width=width)
    assert typeface().width(fitted.lines[0], fitted.size) <= width + 1e-6
    assert SMALLEST <= fitted.size <= size


@given(text=TEXTS, width=WIDTHS, height=st.floats(10, 200), size=st.floats(SMALLEST, 30))
@example(text="…", width=20.0, height=10.0, size=21.0)
def test_a_fitted_block_stays_in_its_box_and_says_what_it_dropped(text, width, height, size):
    face = typeface()
    fitted = fit_block(text, face=face, size=size, width=width, height=height)
    assert all(face.width(line, fitted.size) <= width + 1e-6 for line in fitted.lines)
    assert len(fitted.lines) <= max(1, (height + 1e-3) / (fitted.size * LEADING))
    kept = "".join(fitted.lines).replace(" ", "")
    assert kept == face.clean(text).replace(" ", "") or kept.endswith("…")


@given(text=TEXTS, width=WIDTHS)
def test_wrapping_loses_nothing(text, width):
    text = typeface().clean(text)
    assert "".join(wrap(text, face=typeface(), size=10, width=width)).replace(" ", "") == text.replace(" ", "")


def test_numbers_and_closing_marks_stay_with_their_neighbours():
    lines = wrap("文一西路969号，西溪", face=typeface(), size=10, width=50)
    assert lines == ["文一西路", "969号，西", "溪"]


def test_what_fits_is_not_cut():
    face = typeface()
    assert cut("中文", face=face, size=10, width=face.width("中文", 10)) == "中文"
    assert cut("中文字", face=face, size=10, width=25) == "中…"


@pytest.mark.parametrize(
    ("quantity", "written"),
    [(2, "2"), (100, "100"), (Decimal("2.000"), "2"), (Decimal("1.50"), "1.5"), (Decimal("1E+2"), "100")],
)
def test_quantities_are_written_as_people_write_them(quantity, written):
    assert count(quantity) == written
