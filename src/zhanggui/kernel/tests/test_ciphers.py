import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.doors.ciphers import FIELDS, join_ciphers, part_ciphers


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(min_size=1)))
def test_ciphers_by_field_come_back_as_they_were(ciphers):
    assert part_ciphers(join_ciphers(ciphers)) == ciphers


def test_the_same_ciphers_are_the_same_text():
    assert join_ciphers({"address": "a", "name": "n"}) == join_ciphers({"name": "n", "address": "a", "phone": ""})
    assert join_ciphers({}) == ""


@pytest.mark.parametrize("token", ["", "1aBc+/Oaid==", "##x##", "{", "{x}", '{"name":1}', '{"oaid":"1"}'])
def test_one_token_for_all_has_no_parts(token):
    assert part_ciphers(token) == {}
