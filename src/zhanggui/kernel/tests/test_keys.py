"""Numbers in addresses are what anybody wrote: none of it reaches the database but numbers that fit."""

import pytest

from zhanggui.kernel.keys import NO_KEY, key_of, keys_in, number_of


@pytest.mark.parametrize("text", ["", "a", "-1", "1.5", "²", "١٢", "9" * 19, "1 2", "0x1"])
def test_what_is_no_number_is_no_key(text):
    assert (key_of(text), number_of(text), keys_in(text)) == (NO_KEY, 0, [])


def test_keys_are_read_each_once_in_the_order_written():
    assert keys_in(" 12, 7,x,12,,999999999999999999") == [12, 7, 999_999_999_999_999_999]
    assert (key_of(" 12 "), number_of("12")) == (12, 12)
