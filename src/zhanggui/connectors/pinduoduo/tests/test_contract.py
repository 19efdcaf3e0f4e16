"""Pinduoduo keeps the promises of the door."""

from zhanggui.connectors.pinduoduo.listing import BEHIND
from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import (
    ListingContract,
    PriceContract,
    RefundContract,
    RenewalContract,
)


class TestPinduoduo(ChannelContract):
    unknown = "250304-999999999999999"
    listed_after = BEHIND


class TestRefunds(RefundContract):
    pass


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass


class TestRenewal(RenewalContract):
    pass
