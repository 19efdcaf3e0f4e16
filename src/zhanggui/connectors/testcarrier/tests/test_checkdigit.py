import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.connectors.testcarrier.checkdigit import LAST_RUNNING_NUMBER, WaybillsUsedUp, is_waybill, write_waybill

running_numbers = st.integers(min_value=1, max_value=LAST_RUNNING_NUMBER)


@given(running_numbers)
def test_a_waybill_has_the_shape_a_platform_accepts(running_number):
    waybill = write_waybill(running_number)
    assert re.fullmatch(r"YT\d{13}", waybill)
    assert is_waybill(waybill)


@given(running_numbers, st.integers(min_value=2, max_value=14), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_noticed(running_number, place, shift):
    waybill = write_waybill(running_number)
    wrong = str((int(waybill[place]) + shift) % 10)
    assert not is_waybill(waybill[:place] + wrong + waybill[place + 1 :])


@pytest.mark.parametrize("running_number", [0, LAST_RUNNING_NUMBER + 1])
def test_a_number_outside_the_range_is_refused(running_number):
    with pytest.raises(WaybillsUsedUp):
        write_waybill(running_number)


@pytest.mark.parametrize("text", ["", "YT", "YT12345678901234", "SF0000000000018", "YT00000000000１8"])
def test_what_is_no_test_waybill_is_none(text):
    assert not is_waybill(text)
