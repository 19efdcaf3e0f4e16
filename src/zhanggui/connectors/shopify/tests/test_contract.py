"""Shopify keeps the promises of the door."""

from collections.abc import Sequence

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import (
    ListingContract,
    PriceContract,
    PushContract,
    RefundContract,
)
from zhanggui.connectors.shopify.tests.conftest import Other
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import Push


class TestShopify(ChannelContract):
    pass


class TestRefunds(RefundContract):
    asked = RefundState.SUCCEEDED


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass


class TestPushes(PushContract):
    def pushed(self, other: Other, number: str) -> Sequence[Push]:
        hooks = other.shop.webhooks
        return [
            Push("POST", "/", {}, {name.lower(): value for name, value in message.headers.items()}, message.body)
            for one, message in zip(hooks.happened, hooks.messages(), strict=True)
            if one.number == number
        ]
