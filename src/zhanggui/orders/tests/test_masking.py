"""What a list shows of a person: facts of the trade, one row each."""

import pytest

from zhanggui.orders.masking import mask_address, mask_name, mask_phone


@pytest.mark.parametrize(("text", "shown"), [("张三", "张*"), ("欧阳小明", "欧***"), ("李", "李"), ("", "")])
def test_names_keep_their_first_character(text, shown):
    assert mask_name(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800138000", "138****8000"),
        ("138****8000", "138****8000"),
        ("010-62345678", "010-******78"),
        ("0571-8765432", "0571-*****32"),
        ("18800001111-123", "18800001111-123"),
        ("62345678", "******78"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_phones_keep_what_tells_nobody(text, shown):
    assert mask_phone(text) == shown


def test_addresses_keep_their_region_and_not_even_the_length_of_the_rest():
    assert mask_address("浙江省杭州市余杭区", "文一西路969号") == "浙江省杭州市余杭区****"
    assert mask_address("浙江省杭州市余杭区", "") == "浙江省杭州市余杭区"
