import pytest

from zhanggui.connectors.asking.tests.contract import ProviderContract, account_with, parcel
from zhanggui.connectors.cainiao.link import digest
from zhanggui.simulators.cainiao.link import digest as digest_of_the_platform
from zhanggui.simulators.cainiao.simulator import APP_SECRET, TOKEN, USER_ID


class TestThroughLink(ProviderContract):
    platform = "taobao"
    call_that_gives = "TMS_WAYBILL_GET"
    finds_by_number = False
    tells_templates = False

    @pytest.fixture
    def account(self, counter):
        with counter.server.serving() as url:
            yield account_with(
                {"gateway": f"{url}/gateway/link.do", "through": "link", "user_id": USER_ID},
                {"app_secret": APP_SECRET, "token": TOKEN},
            )

    def test_a_parent_brings_its_children(self, provider, account):
        (answer,) = provider.take(account, requests=[parcel("6", pieces=2)]).values()
        assert answer.parent_number == answer.number
        assert len(answer.sub_numbers) == 1


def test_both_sides_digest_as_the_vector_does():
    content = '{"cpCode":"YTO"}'
    assert digest(content, secret="demo-secret") == "L6nXvKrVuh7TlAvX78zhiQ=="
    assert digest_of_the_platform(content, "demo-secret") == "L6nXvKrVuh7TlAvX78zhiQ=="
