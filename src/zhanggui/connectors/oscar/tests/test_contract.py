"""django-oscar keeps those promises of the door that its API lets it keep."""

import pytest

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import ListingContract, PriceContract


class TestOscar(ChannelContract):
    unknown = "100001-3300000000000000001"
    takes_shipments = False


class TestOscarInPages(ChannelContract):
    """The same where the shop has set a size of pages."""

    unknown = "100001-3300000000000000001"
    takes_shipments = False

    @pytest.fixture(autouse=True)
    def sized(self, other):
        other.shop.page_size = 20


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass
