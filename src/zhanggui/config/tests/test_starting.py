"""No company works with a key that everybody can read in the source."""

import pytest

from zhanggui.config.starting import KeyNotSet, check_keys

OWN = "a long random text"


@pytest.fixture
def own_keys(settings):
    settings.SECRET_KEY, settings.SEAL_KEYS, settings.DEMO = OWN, [OWN], False


def test_keys_of_ones_own_will_do(own_keys):
    check_keys()


@pytest.mark.parametrize(
    ("setting", "name"), [("SECRET_KEY", "ZHANGGUI_SECRET_KEY"), ("SEAL_KEYS", "ZHANGGUI_SEAL_KEY")]
)
def test_the_published_key_is_refused_by_its_name_except_in_the_demo(own_keys, settings, setting, name):
    published = settings.PUBLISHED_KEY
    setattr(settings, setting, published if setting == "SECRET_KEY" else [OWN, published])
    with pytest.raises(KeyNotSet) as refused:
        check_keys()
    assert refused.value.data == {"name": name}
    settings.DEMO = True
    check_keys()
