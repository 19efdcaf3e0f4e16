"""Shops behind ShopEx's hub keep the promises of the door, and ECShop's as well."""

import httpx
import pytest

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import ListingContract, PushContract
from zhanggui.connectors.shopex.ecshop.channel import ECShop
from zhanggui.kernel.doors.channel_abilities import Push


class TestShopEx(ChannelContract):
    pass


class TestPushes(PushContract):
    def pushed(self, other, number):
        message = other.hub.message(number, "http://127.0.0.1/")
        return [Push("POST", "/", {}, {"content-type": message.content_type}, message.body)]

    @pytest.mark.parametrize("part", ["body"])
    def test_a_forged_message_is_refused(self, channel, account, other, part):
        """Its signature stands in the body."""
        super().test_a_forged_message_is_refused(channel, account, other, part)


class OfEcshop:
    """The connector is that of ECShop, and so is the account."""

    @pytest.fixture
    def channel(self, clock, slept):
        channel = ECShop(clock=clock, sleep=slept.append, timeout=httpx.Timeout(5))
        yield channel
        channel.close()

    @pytest.fixture
    def account(self, ecshop_account):
        return ecshop_account


class TestEcshop(OfEcshop, ChannelContract):
    pass


class TestEcshopListings(OfEcshop, ListingContract):
    pass
