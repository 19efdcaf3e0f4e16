"""Against the simulator: the whole list each time, only what changed in full, and what the API cannot do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from zhanggui.connectors.oscar.shipping import OrderGone, OrderOver, ToldByHand
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.kernel.doors.channel import ChannelState, ShipmentNotice, StockOffer
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused
from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.oscar.simulator import TOKEN


def pull(channel, account, other):
    """What one pull tells, its cursor not stored."""
    pages = list(channel.pull(account, since=other.now() - timedelta(minutes=5), until=other.now()))
    return [order for page in pages for order in page.orders]


class Puller:
    """Pulls again and again, as whoever stores the cursor does."""

    def __init__(self, channel, account, other):
        self.channel, self.account, self.other = channel, account, other
        self.cursor = other.now() - timedelta(minutes=5)

    def __call__(self, *, back=5, stores=True):
        self.other.move(seconds=20)
        since = self.cursor - timedelta(seconds=back)
        pages = list(self.channel.pull(self.account, since=since, until=self.other.now()))
        if stores:
            self.cursor = pages[-1].covered_to
        return {order.number: order for page in pages for order in page.orders}


def notice(number):
    return ShipmentNotice(number, "zto", "75000000000001")


def test_only_what_is_new_or_changed_is_read_in_full(channel, account, other):
    first, second = other.place(2)
    again = Puller(channel, account, other)
    assert again().keys() == {first, second}
    other.server.calls.clear()
    assert again() == {}
    assert again(back=600) == {}
    assert list(other.server.calls) == ["orders", "orders"]
    other.cancel(second)
    changed = again()
    assert (changed.keys(), changed[second].state) == ({second}, ChannelState.CANCELLED)
    assert again() == {}


def test_what_was_not_stored_is_told_again(channel, account, other):
    (number,) = other.place()
    pages = channel.pull(account, since=other.now(), until=other.now())
    assert [order.number for order in next(iter(pages)).orders] == [number]
    pages.close()  # the store failed
    again = Puller(channel, account, other)
    assert again(stores=False).keys() == {number}  # it failed with the last page
    assert again(stores=False, back=600).keys() == {number}
    assert again().keys() == {number}
    assert again() == {}


def test_each_shop_is_remembered_by_itself(channel, account, other):
    (number,) = other.place()
    one, two = (Puller(channel, replace(account, shop_id=shop), other) for shop in (1, 2))
    assert (one().keys(), one()) == ({number}, {})
    assert two().keys() == {number}


def test_an_order_that_left_the_list_is_not_said_to_be_gone(channel, account, other):
    (number,) = other.place()
    pull(channel, account, other)
    sale = other.market.sales.pop(number)
    pages = list(channel.pull(account, since=other.now(), until=other.now()))
    assert [(list(page.orders), list(page.set_aside)) for page in pages] == [([], [])]
    (aside,) = channel.fetch(account, numbers=[number]).set_aside
    assert (aside.number, type(aside.refusal)) == (number, OrderUnknown)
    other.market.sales[number] = sale
    assert [order.number for order in channel.fetch(account, numbers=[number]).orders] == [number]


def test_a_not_found_that_is_not_the_apis_own_says_nothing_of_an_order(channel, account, other):
    (number,) = other.place()
    other.shop.is_closed = True
    with pytest.raises(AccountIncomplete, match="url"):
        channel.fetch(account, numbers=[number])
    with pytest.raises(AccountIncomplete, match="url"):
        channel.check(account)


def test_a_key_under_another_number_is_not_that_order(channel, account, other):
    (number,) = other.place()
    wrong = f"9{number}"
    page = channel.fetch(account, numbers=[wrong, "nothing"])
    assert ([*page.orders], [one.number for one in page.set_aside]) == ([], [wrong, "nothing"])


def test_orders_of_long_ago_are_no_longer_watched(channel, account, other):
    old, new = other.place(2, spread_s=200 * 86_400)
    assert [order.number for order in pull(channel, account, other)] == [new]
    longer = replace(account, shop_id=2, settings={**account.settings, "days": "120"})
    assert {order.number for order in pull(channel, longer, other)} == {old, new}


def test_products_are_asked_for_once_while_orders_are_read(channel, account, other):
    code = next(iter(other.codes()))
    other.place(5, lines=[(code, 1)])
    other.server.calls.clear()
    orders = pull(channel, account, other)
    assert {line.sku_code for order in orders for line in order.lines} == {code}
    assert all(line.title and line.spec for order in orders for line in order.lines)
    assert list(other.server.calls).count("lines") == 5
    assert list(other.server.calls).count("product") <= 2 * 5  # several threads may ask at once


def test_a_product_that_is_gone_leaves_a_line_without_a_code(channel, account, other):
    (number,) = other.place()
    other.market.shelf.load([])
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert [line.sku_code for line in order.lines] == [""]


def test_a_person_is_asked_to_mark_the_order_and_then_it_is_done(channel, account, other):
    (number,) = other.place()
    with pytest.raises(ToldByHand, match="75000000000001"):
        channel.ship(account, notice=notice(number))
    with other.market.changing(number, "shipped") as sale:
        sale.stage = Stage.SHIPPED
    channel.ship(account, notice=notice(number))


def test_what_is_over_or_gone_is_not_to_be_sent(channel, account, other):
    (number,) = other.place()
    other.cancel(number)
    with pytest.raises(OrderOver, match="Cancelled"):
        channel.ship(account, notice=notice(number))
    with pytest.raises(OrderGone):
        channel.ship(account, notice=notice("100001-1"))


def test_a_token_goes_before_name_and_password(channel, make_account, other):
    assert channel.check(make_account(other.url, secrets={"token": TOKEN}, username="")).may
    with pytest.raises(ChannelLoginExpired):
        channel.check(make_account(other.url, secrets={"token": "wrong"}))
    with pytest.raises(AccountIncomplete, match="password"):
        channel.check(make_account(other.url, secrets={}))


def test_who_may_not_write_is_still_signed_in(channel, account, other):
    other.market.place(lines=[(next(iter(other.codes())), 1)])
    ware = other.market.shelf.all()[0]
    other.shop.read_only = True
    ((_, refused),) = channel.write_stock(account, offers=[StockOffer(ware.sku, ware.code, 3)])
    assert type(refused) is ChannelRefused
    assert pull(channel, account, other)


def test_pieces_that_are_promised_are_not_offered_twice(channel, account, other):
    ware = other.market.shelf.all()[0]
    other.place(lines=[(ware.code, 3)])
    offer = StockOffer(ware.sku, ware.code, 10)
    assert list(channel.write_stock(account, offers=[offer])) == [(offer, None)]
    assert other.stock_of(ware.code) == 10
    assert other.shop.goods.record(ware.sku, "")["num_in_stock"] == 13


def test_nothing_listening_is_down(channel, make_account):
    with pytest.raises(ChannelDown):
        channel.check(make_account("http://127.0.0.1:9"))
