"""Medusa keeps the promises of the door."""

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import ListingContract, PriceContract, RefundContract
from zhanggui.kernel.doors.channel import RefundState


class TestMedusa(ChannelContract):
    pass


class TestRefunds(RefundContract):
    asked = RefundState.SUCCEEDED  # money is known once it went back


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass
