"""Lines without numbers find the known lines they are, whatever their order, each known line once."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from types import MappingProxyType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState
from zhanggui.orders.importing.incoming import line_row
from zhanggui.orders.importing.numbering import numbered
from zhanggui.orders.testing import AT

NOTHING_KNOWN: Mapping[str, tuple[Any, ...]] = MappingProxyType({})
WORDS = product(("", "A", "B"), ("", "杯"), ("", "红"), (1, 2), (Decimal("1.00"), Decimal("2.00")), ("", "G"))
goods = st.sampled_from(
    [
        ChannelLine("", code, title, spec, quantity, price, Decimal(1), listing=listing)
        for code, title, spec, quantity, price, listing in WORDS
    ]
)


def named(lines, prefix):
    return tuple(
        ChannelLine(
            f"{prefix}{place}", line.sku_code, line.title, line.spec, line.quantity, line.price, line.amount,
            listing=line.listing,
        )
        for place, line in enumerate(lines)
    )  # fmt: skip


def known_as(lines):
    order = ChannelOrder("N", ChannelState.AWAITING_SHIPMENT, AT, AT, tuple(lines))
    return {line.number: (1, 1, line.number, 0, 0, *line_row(order, line, sku_id=None)) for line in lines}


def content(line):
    return line.sku_code, line.listing, line.spec, line.title, line.quantity, line.price


@given(st.lists(goods, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_same_goods_in_another_order_are_the_same_lines(first, chance):
    again = chance.sample(first, len(first))
    told = numbered(named(again, "made-up-"), known_as(named(first, "L")))
    assert sorted(_sold(line) for line in told) == sorted(_sold(line) for line in named(first, "L"))


def _sold(line):
    return line.number, line.sku_code, line.listing, line.spec, line.quantity, line.price


@given(st.lists(goods, max_size=6), st.lists(goods, min_size=1, max_size=6))
def test_no_number_is_given_twice_and_nothing_but_the_number_changes(known, arriving):
    lines = named(arriving, "L")
    told = numbered(lines, known_as(named(known, "L")))
    assert len({line.number for line in told}) == len(lines)
    assert [content(line) for line in told] == [content(line) for line in lines]


def test_lines_nobody_knows_keep_the_number_made_up_for_them():
    lines = named([ChannelLine("", "A", "", "", 1, Decimal(1), Decimal(1))], "made-up-")
    assert numbered(lines, NOTHING_KNOWN) == lines


def test_the_line_that_lives_comes_before_the_one_that_was_cancelled():
    line = ChannelLine("L1", "A", "", "", 2, Decimal(1), Decimal(2))
    gone = ChannelLine("L0", "A", "", "", 2, Decimal(1), Decimal(2), state=ChannelState.CANCELLED)
    known = known_as([gone, line])
    (told,) = numbered([ChannelLine("x", "A", "", "", 3, Decimal(1), Decimal(3))], known)
    assert told.number == "L1"
