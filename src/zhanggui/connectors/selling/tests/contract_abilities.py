"""What a sales channel must do that has an ability of `kernel/doors/channel_abilities`, told once.

A room's tests subclass what it has; fixtures as in `contract.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar, Protocol

import pytest

from zhanggui.connectors.selling.tests.contract import OtherSide
from zhanggui.kernel.doors.channel import RefundState, StockOffer
from zhanggui.kernel.doors.channel_abilities import (
    HearsPushes,
    PriceOffer,
    Push,
    Renews,
    ShowsListings,
    TellsRefunds,
    WritesPrices,
)
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, PushForged


def has(channel: Any, ability: type) -> bool:
    return isinstance(channel, ability)


class RefundingSide(OtherSide, Protocol):
    """A platform where buyers want their money back."""

    def ask_refund(self, number: str, *, line: str = "", with_goods: bool = False) -> str:
        """The number of the case."""
        ...

    def pay_back(self, number: str, case: str) -> None: ...


class RefundContract:
    """Cases are listed by their change, and what they mean is in the order."""

    asked: ClassVar[RefundState] = RefundState.REQUESTED  # some platforms know of a case only once money went back

    def refunds(self, channel: Any, account: Any, other: Any, *, minutes: float = 25) -> list[Any]:
        pages = channel.refunds(account, since=other.now() - timedelta(minutes=minutes), until=other.now())
        return [refund for page in pages for refund in page.refunds]

    def test_it_says_that_it_tells_refunds(self, channel):
        assert has(channel, TellsRefunds)

    def test_a_case_is_told_with_its_order_and_its_money(self, channel, account, other: RefundingSide):
        (number,) = other.place()
        other.ask_refund(number)
        other.move(minutes=4)
        (refund,) = self.refunds(channel, account, other)
        (order,) = channel.fetch(account, numbers=[number]).orders
        assert (refund.order_number, refund.state, refund.number != "") == (number, self.asked, True)
        assert Decimal(0) < refund.amount <= order.paid
        assert refund.asked_at <= refund.modified_at <= other.now()
        assert refund.raw

    def test_an_open_case_keeps_the_order_from_leaving(self, channel, account, other: RefundingSide):
        (number,) = other.place()
        other.ask_refund(number)
        (order,) = channel.fetch(account, numbers=[number]).orders
        assert order.state.value == "on_hold" or all(line.refund.is_open for line in order.lines)

    def test_money_that_went_back_is_told(self, channel, account, other: RefundingSide):
        (number,) = other.place()
        case = other.ask_refund(number)
        other.move(minutes=1)
        other.pay_back(number, case)
        other.move(minutes=4)
        refunds = self.refunds(channel, account, other)
        assert {refund.state for refund in refunds} == {RefundState.SUCCEEDED}
        (order,) = channel.fetch(account, numbers=[number]).orders
        assert order.state.value == "closed_refunded" or all(line.refund.is_open for line in order.lines)

    def test_every_case_is_listed_once_however_many_pages(self, channel, account, other: RefundingSide):
        numbers = other.place(120)
        for number in numbers:
            other.ask_refund(number)
        other.move(minutes=4)
        found = [refund.order_number for refund in self.refunds(channel, account, other)]
        assert sorted(found) == sorted(numbers)

    def test_the_cursor_moves_to_what_was_read_and_no_further(self, channel, account, other: RefundingSide):
        (number,) = other.place()
        other.ask_refund(number)
        other.move(minutes=4)
        since, until = other.now() - timedelta(hours=30), other.now()
        pages = list(channel.refunds(account, since=since, until=until))
        assert [refund.order_number for page in pages for refund in page.refunds] == [number]
        assert since < pages[-1].covered_to <= until


class ListingContract:
    """Knows what it sells, under the names its order lines use."""

    def test_all_that_is_sold_is_listed(self, channel, account, other: Any):
        assert has(channel, ShowsListings)
        listed = [listing for page in channel.listings(account) for listing in page]
        assert sorted(listing.sku_code for listing in listed) == sorted(other.codes())
        assert len({(listing.listing, listing.sku_code) for listing in listed}) == len(listed)
        (number,) = other.place()
        (line,) = channel.fetch(account, numbers=[number]).orders[0].lines
        (own,) = [one for one in listed if (one.listing, one.sku_code) == (line.listing, line.sku_code)]
        assert own.title
        assert own.quantity is None or own.quantity >= 0

    def test_listings_take_the_stock_written_to_them(self, channel, account, other: Any):
        (first, *_), *_ = channel.listings(account)
        offer = StockOffer(first.listing, first.sku_code, 9)
        assert list(channel.write_stock(account, offers=[offer])) == [(offer, None)]
        assert other.stock_of(first.sku_code) == 9


class PriceContract:
    """Takes prices."""

    def test_a_price_is_what_was_written_last(self, channel, account, other: Any):
        assert has(channel, WritesPrices)
        (first, *_), *_ = channel.listings(account)
        for price in (Decimal("19.90"), Decimal("1234.00")):
            offer = PriceOffer(first.listing, first.sku_code, price)
            assert list(channel.write_prices(account, offers=[offer])) == [(offer, None)]
            listed = {one.listing: one for page in channel.listings(account) for one in page}
            assert listed[first.listing].price == price


class RenewalContract:
    """Goes on with a fresh grant."""

    def make_due(self, other: Any) -> None:
        """The time to renew has come. Expects `other.expire` to leave the refresh token good."""
        other.expire()

    def test_a_renewed_account_may_speak_again(self, channel, account, other: Any):
        assert has(channel, Renews)
        other.place()
        self.make_due(other)
        grant = channel.renew(account)
        assert grant.expires_at is None or grant.expires_at > other.now()
        renewed = replace(account, secrets={**account.secrets, **grant.secrets})
        assert channel.check(renewed).shop_name
        with pytest.raises(ChannelLoginExpired):
            channel.check(account)

    def test_only_the_seller_can_help_when_the_grant_itself_is_no_longer_good(self, channel, account, other: Any):
        self.make_due(other)  # some platforms give a grant that is still good again
        grant = channel.renew(account)
        assert grant.secrets
        with pytest.raises(ChannelLoginExpired):
            channel.renew(account)  # its refresh token was used up


class PushContract:
    """Messages are believed when the platform signed them, and are hints. The room gives `pushed`."""

    def pushed(self, other: Any, number: str) -> Sequence[Push]:
        """The messages the platform sends for a change of this order, signed as it signs them."""
        raise NotImplementedError

    def test_a_message_names_its_order(self, channel, account, other: Any):
        assert has(channel, HearsPushes)
        (number,) = other.place()
        heard = [channel.hear(account, push=push) for push in self.pushed(other, number)]
        named = {one for each in heard for event in each.events for one in event.order_numbers}
        held = {order.number for each in heard if each.page for order in each.page.orders}
        assert number in named | held
        assert all(event.key for each in heard for event in each.events)

    def test_a_message_told_again_has_the_same_key(self, channel, account, other: Any):
        (number,) = other.place()
        for push in self.pushed(other, number):
            assert channel.hear(account, push=push).events == channel.hear(account, push=push).events

    @pytest.mark.parametrize("part", ["body", "signature"])
    def test_a_forged_message_is_refused(self, channel, account, other: Any, part):
        (number,) = other.place()
        for push in self.pushed(other, number):
            forged = replace(push, body=push.body.replace(b"1", b"2", 1)) if part == "body" else _unsigned(push)
            with pytest.raises(PushForged):
                channel.hear(account, push=forged)


def _unsigned(push: Push) -> Push:
    """The message with every header and parameter of the query that could hold a signature gone."""
    kept = {name: value for name, value in push.headers.items() if "sign" not in name and "hmac" not in name}
    return replace(push, headers=kept, query={name: each for name, each in push.query.items() if "sign" not in name})
