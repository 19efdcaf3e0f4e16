"""Saleor keeps the promises of the door."""

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import (
    ListingContract,
    PriceContract,
    PushContract,
    RefundContract,
)
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import Push


class TestSaleor(ChannelContract):
    pass


class TestRefunds(RefundContract):
    asked = RefundState.SUCCEEDED


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass


class TestPushes(PushContract):
    def pushed(self, other, number):
        message = other.shop.message(number, "http://127.0.0.1/")
        return [Push("POST", "/", {}, {name.lower(): value for name, value in message.headers.items()}, message.body)]
