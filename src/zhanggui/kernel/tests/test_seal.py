"""Sealed records: only the company's keys open them, and a key can be changed while the old records stay."""

import pytest

from zhanggui.kernel.seal import SealBroken, seal, unseal

CLEAR = "王芳 13900001111".encode()


@pytest.fixture
def keys(settings):
    def use(*names):
        settings.SEAL_KEYS = list(names)

    use("first")
    return use


def test_what_was_sealed_comes_back_and_cannot_be_read_before(keys):
    sealed = seal(CLEAR)
    assert unseal(memoryview(sealed)) == CLEAR
    assert CLEAR not in sealed
    assert seal(CLEAR) != sealed


def test_a_new_key_seals_and_the_old_one_still_opens(keys):
    old = seal(CLEAR)
    keys("second", "first")
    new = seal(CLEAR)
    assert unseal(old) == unseal(new) == CLEAR
    keys("second")
    assert unseal(new) == CLEAR
    with pytest.raises(SealBroken):
        unseal(old)


@pytest.mark.parametrize("place", [0, 1, 5, 17, -1])
def test_a_changed_byte_breaks_the_seal(keys, place):
    sealed = bytearray(seal(CLEAR))
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        unseal(bytes(sealed))


@pytest.mark.parametrize("cut", [0, 3, 5, 12, 20])
def test_a_record_cut_short_breaks_the_seal(keys, cut):
    with pytest.raises(SealBroken):
        unseal(seal(CLEAR)[:cut])
