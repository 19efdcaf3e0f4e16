"""What is Saleor's own: its axes of states, warehouses, keys of messages, prices, and words it does not take."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from zhanggui.connectors.saleor.orders import read_order
from zhanggui.connectors.saleor.states import GOODS, MONEY, state_of
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.kernel.doors.channel import ChannelState, RefundState, ShipmentNotice, StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer, Push
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused, PushForged
from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.saleor.words import WAREHOUSE, gid, order_of


def written(sale, **changed):
    """An order as it comes from the wire: its numbers are digits."""
    return json.loads(json.dumps(order_of(sale) | changed), parse_int=str, parse_float=str)


def pushed(message):
    return Push("POST", "/", {}, {name.lower(): value for name, value in message.headers.items()}, message.body)


@pytest.mark.parametrize(("goods", "state"), GOODS.items())
def test_every_word_for_goods_once_all_is_paid(goods, state):
    wanted = ChannelState.CLOSED_REFUNDED if state is ChannelState.CANCELLED else state
    assert state_of(goods, "FULL", is_back=False, was_paid=True) is wanted
    assert state_of(goods, "FULL", is_back=True, was_paid=True) is ChannelState.CLOSED_REFUNDED


@pytest.mark.parametrize(("money", "is_all"), MONEY.items())
def test_every_word_for_money(money, is_all):
    wanted = ChannelState.AWAITING_SHIPMENT if is_all else ChannelState.PENDING_PAYMENT
    assert state_of("UNFULFILLED", money, is_back=False, was_paid=is_all) is wanted


def test_an_order_that_nobody_paid_yet(other):
    (number,) = other.place(paid=False)
    order = read_order(written(other.market.sales[number]))
    assert (order.state, order.paid_at) == (ChannelState.PENDING_PAYMENT, None)
    assert order.paid == 0


def test_money_that_all_went_back_closes_the_order_and_some_does_not(channel, account, other):
    (number,) = other.place(lines=2)
    first = other.market.sales[number].lines[0].number
    other.ask_refund(number, line=first)
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.AWAITING_SHIPMENT
    other.ask_refund(number)
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.CLOSED_REFUNDED
    assert {line.refund for line in order.lines} == {RefundState.SUCCEEDED}


def test_some_pieces_of_a_line_leave_first(channel, account, other):
    (number,) = other.place(lines=[("MUG-350-W", 3)])
    (line,) = (line.number for line in other.market.sales[number].lines)
    channel.ship(account, notice=ShipmentNotice(number, "zto", "751", (line,), completes_order=False, pieces=(1,)))
    assert other.market.sales[number].stage is Stage.PART_SHIPPED
    channel.ship(account, notice=ShipmentNotice(number, "zto", "752", (line,), pieces=(2,)))
    assert other.market.sales[number].waybills_of(line) == ["751", "752"]


def test_a_shop_with_several_warehouses_says_which(channel, account, make_account, other, monkeypatch):
    (number,) = other.place()
    several = {"edges": [{"node": {"id": WAREHOUSE}}, {"node": {"id": gid("Warehouse", "2")}}]}
    monkeypatch.setitem(other.shop._fields, "warehouses", lambda _: several)
    with pytest.raises(ChannelRefused, match="SA01"):
        channel.ship(account, notice=ShipmentNotice(number, "zto", "751"))
    channel.ship(make_account(other.url, warehouse_id=WAREHOUSE), notice=ShipmentNotice(number, "zto", "751"))
    assert set(other.shown(number)) == {"751"}


def test_stock_leaves_what_is_allocated_to_orders(channel, account, other):
    other.place(lines=[("MUG-350-W", 3)])
    (listing,) = [one for page in channel.listings(account) for one in page if one.sku_code == "MUG-350-W"]
    offer = StockOffer(listing.listing, "MUG-350-W", 5)
    assert dict(channel.write_stock(account, offers=[offer])) == {offer: None}
    assert other.stock_of("MUG-350-W") == 5


def test_prices_need_a_channel_and_name_what_is_not_there(channel, account, other):
    without = replace(account, settings={"url": other.url})
    offer = PriceOffer(gid("ProductVariant", "9"), "nobody", Decimal(1))
    with pytest.raises(AccountIncomplete, match="channel_id"):
        list(channel.write_prices(without, offers=[offer]))
    ((_, refused),) = channel.write_prices(account, offers=[offer])
    assert isinstance(refused, ChannelRefused)


def test_a_message_signed_with_another_key_is_refused(channel, account, other):
    (number,) = other.place()
    stranger = generate_private_key(65537, 2048)
    with pytest.raises(PushForged):
        channel.hear(account, push=pushed(other.shop.message(number, "http://127.0.0.1/", key=stranger)))


@pytest.mark.parametrize("signature", ["", "a.b.c", "..", "e30..e30", "0123456789abcdef"])
def test_what_is_no_signature_is_refused(channel, account, other, signature):
    (number,) = other.place()
    push = pushed(other.shop.message(number, "http://127.0.0.1/"))
    with pytest.raises(PushForged):
        channel.hear(account, push=replace(push, headers={**push.headers, "saleor-signature": signature}))


def test_keys_are_read_once_for_many_messages(channel, account, other):
    for number in other.place(3):
        channel.hear(account, push=pushed(other.shop.message(number, "http://127.0.0.1/")))
    assert list(other.server.calls).count("jwks") == 1


def test_a_strange_token_has_to_be_authorised_again(channel, account, other):
    with pytest.raises(ChannelLoginExpired):
        channel.check(replace(account, secrets={"token": "another"}))
