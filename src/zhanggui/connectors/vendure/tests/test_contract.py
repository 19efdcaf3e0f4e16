"""Vendure keeps the promises of the door."""

from zhanggui.connectors.selling.tests.contract import ChannelContract
from zhanggui.connectors.selling.tests.contract_abilities import ListingContract, PriceContract, RefundContract
from zhanggui.kernel.doors.channel import RefundState


class TestVendure(ChannelContract):
    def test_raw_control_characters_in_a_text_are_what_they_are(self, channel, account, other):
        """Vendure has no word of the buyer; the address is typed too."""
        (number,) = other.place()
        other.spoil(number, "control")
        assert "\t" in self.one(channel, account, number).receiver.address


class TestRefunds(RefundContract):
    asked = RefundState.SUCCEEDED


class TestListings(ListingContract):
    pass


class TestPrices(PriceContract):
    pass
