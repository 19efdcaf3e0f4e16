"""Whatever the bytes, a file is read or refused: never a crash."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.tests.making import SIMPLE, simple_csv, xlsx_bytes
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables.encoding import EncodingUnknown

WORKBOOK = xlsx_bytes({"Sheet1": [list(SIMPLE), list(SIMPLE.values())]})
TEXT = simple_csv({}, {"订单编号": "A-2", "买家留言": "周末\n送货"}, encoding="gbk", quoting=1)


def read_or_refuse(data):
    with suppress(Refusal):
        list(read_orders(data).orders)


@given(data=st.binary(max_size=400))
def test_any_bytes(data):
    read_or_refuse(data)


@given(
    whole=st.sampled_from([WORKBOOK, TEXT]),
    place=st.floats(0, 1, exclude_max=True),
    instead=st.binary(max_size=3),
    lost=st.integers(0, 5),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_with_some_bytes_changed(whole, place, instead, lost):
    at = int(place * len(whole))
    read_or_refuse(whole[:at] + instead + whole[at + lost :])


@pytest.mark.parametrize("bytes_between", [b"\xff", b"\x81\x20", b"\xff\xff\xff"])
def test_broken_bytes_are_a_wrong_encoding(bytes_between):
    """And never headings in Cyrillic."""
    with pytest.raises(EncodingUnknown):
        read_orders(TEXT[:4] + bytes_between + TEXT[4:])


@given(cells=st.lists(st.text(max_size=12), min_size=len(SIMPLE), max_size=len(SIMPLE)))
@settings(deadline=None)
def test_any_text_in_any_cell(cells):
    row = dict(zip(SIMPLE, cells, strict=True))
    read_or_refuse(simple_csv(row, {}, encoding="utf-8", quoting=1))
