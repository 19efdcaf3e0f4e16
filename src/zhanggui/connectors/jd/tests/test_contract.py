"""JD keeps the promises of the door."""

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import (
    ListingContract,
    PriceContract,
    RefundContract,
    RenewalContract,
)


class TestJD(ChannelContract):
    has_flags = False  # an order does not tell the flag that a memo was written with
    longest_wait_s = 86_400  # a ban is told without its seconds, and lasts until the day changes


class TestRefunds(RefundContract):
    pass


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass


class TestRenewal(RenewalContract):
    def make_due(self, other):
        other.move(days=29, hours=12)  # after its end nothing renews the token
