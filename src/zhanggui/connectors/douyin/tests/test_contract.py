"""Douyin keeps the promises of the door."""

from collections.abc import Sequence

from zhanggui.connectors.douyin.tests.conftest import Other
from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import (
    ListingContract,
    PriceContract,
    PushContract,
    RefundContract,
    RenewalContract,
)
from zhanggui.kernel.doors.channel_abilities import Push


class TestDouyin(ChannelContract):
    unknown = "6900000000000000001"


class TestRefunds(RefundContract):
    pass


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass


class TestRenewal(RenewalContract):
    pass


class TestPushes(PushContract):
    def pushed(self, other: Other, number: str) -> Sequence[Push]:
        return [
            Push("POST", "/", {}, {name.lower(): value for name, value in message.headers.items()}, message.body)
            for message in other.platform.messages.of(number)
        ]
