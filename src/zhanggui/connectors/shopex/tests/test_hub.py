"""What is the hub's own: signatures, answers in three words, axes of states, parcels by pieces, and trouble."""

import pytest

from zhanggui.connectors.asking.answers import compact, read_object
from zhanggui.connectors.shopex.ecshop.signing import sign
from zhanggui.connectors.shopex.orders import read_order
from zhanggui.connectors.shopex.signing import sign_direct, sign_matrix
from zhanggui.connectors.shopex.states import GOODS, MONEY, TRADES, state_of
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode, RefundState, ShipmentNotice, StockOffer
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused
from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.shopex.words import order_of

SENT = {
    "app_id": "ecos.ome", "method": "store.logistics.offline.send", "date": "2025-03-04 05:06:07", "format": "json",
    "v": "1", "from_node_id": "1000000001", "to_node_id": "1000000002", "node_type": "ecshop_b2c",
    "tid": "20250304001", "company_code": "SF", "logistics_no": "SF1234567890123",
}  # fmt: skip


def test_the_published_vectors():
    """signature_vectors: matrix-md5, website-md5, ecshop-ac."""
    assert sign_matrix(SENT, token="demo-token") == "E4C9269F15CC4B07ADA93855040547A8"
    direct = {"node_id": "web1", "method": "ome.order.add", "date": "2025-03-04 05:06:07"}
    assert sign_direct({**direct, "data": "is not signed"}, secret="demo-token") == "B805158F187C7186679514F2104FDF87"
    goods = {
        "act": "search_goods_list", "api_version": "1.0", "return_data": "json", "last_modify_st_time": "1700000000",
        "last_modify_en_time": "1700086400", "pages": "1", "counts": "50", "app_session": "s1",
    }  # fmt: skip
    assert sign(goods, token="demo-token") == "1d2e846a975ec4210d6988180ebe9ea9"


def test_lists_nulls_and_truths_are_signed_as_the_hub_joins_them():
    assert sign_matrix({"a": ["x", "y"], "b": None, "c": True}, token="t") == sign_matrix(
        {"a": "0x1y", "c": "1"}, token="t"
    )


@pytest.mark.parametrize(
    ("trade", "money", "goods", "state"),
    [
        ("TRADE_CLOSED", "REFUND_ALL", "SHIP_NO", ChannelState.CLOSED_REFUNDED),
        ("TRADE_CLOSED", "PAY_NO", "SHIP_NO", ChannelState.CANCELLED),
        ("TRADE_FINISHED", "PAY_FINISH", "SHIP_FINISH", ChannelState.COMPLETED),
        ("TRADE_ACTIVE", "PAY_NO", "SHIP_NO", ChannelState.PENDING_PAYMENT),
        ("TRADE_ACTIVE", "PAY_PART", "SHIP_NO", ChannelState.PENDING_PAYMENT),
        ("TRADE_ACTIVE", "REFUNDING", "SHIP_NO", ChannelState.ON_HOLD),
        ("TRADE_ACTIVE", "PAY_TO_MEDIUM", "SHIP_NO", ChannelState.ON_HOLD),
        ("TRADE_ACTIVE", "PAY_FINISH", "SHIP_NO", ChannelState.AWAITING_SHIPMENT),
        ("TRADE_ACTIVE", "REFUND_PART", "SHIP_PART", ChannelState.PARTIALLY_SHIPPED),
        ("TRADE_ACTIVE", "PAY_FINISH", "SHIP_FINISH", ChannelState.SHIPPED),
    ],
)
def test_the_axes_of_an_order(trade, money, goods, state):
    assert state_of(trade, money, goods) is state


def test_every_word_of_every_axis_has_a_meaning():
    assert all(state_of(trade, money, goods) for trade in TRADES for money in MONEY for goods in GOODS)


def test_an_asked_refund_keeps_the_order_and_a_settled_one_its_line(channel, account, other):
    (number,) = other.place(lines=2)
    first, _ = (line.number for line in other.market.sales[number].lines)
    case = other.ask_refund(number, line=first)
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.ON_HOLD
    other.pay_back(number, case)
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert [line.refund for line in order.lines] == [RefundState.SUCCEEDED, RefundState.NONE]


def test_orders_as_text_that_is_json_again_are_the_same(other):
    (number,) = other.place(lines=2)
    told = order_of(other.market.sales[number])
    plain = read_order(told)
    nested = read_order({**told, "orders": compact(told["orders"])})
    assert (nested.lines, nested.paid) == (plain.lines, plain.paid)


def test_a_bundle_is_one_line_under_its_own_code(other):
    (number,) = other.place()
    told = order_of(other.market.sales[number])
    (line,) = told["orders"]["order"]
    items = line["order_items"]["order_item"]
    line |= {"type": "pkg", "bn": "SET-1", "order_items": {"order_item": [*items, {**items[0], "bn": "OTHER"}]}}
    assert [one.sku_code for one in read_order(told).lines] == ["SET-1"]


def test_cash_on_delivery_waits_for_nobody_to_pay(other):
    (number,) = other.place(paid=False)
    order = read_order(order_of(other.market.sales[number]) | {"is_cod": "true"})
    assert (order.state, order.payment_mode) == (ChannelState.AWAITING_SHIPMENT, PaymentMode.COD)
    assert order.paid == 0


def test_some_pieces_of_a_line_leave_first(channel, account, other):
    (number,) = other.place(lines=[("MUG-350-W", 3)])
    (line,) = (line.number for line in other.market.sales[number].lines)
    channel.ship(account, notice=ShipmentNotice(number, "zto", "751", (line,), completes_order=False, pieces=(1,)))
    assert other.market.sales[number].lines[0].shipped == 1
    channel.ship(account, notice=ShipmentNotice(number, "zto", "752", (line,), pieces=(2,)))
    assert other.market.sales[number].stage is Stage.SHIPPED
    assert other.market.sales[number].waybills_of(line) == ["751", "752"]


def test_what_the_hub_is_still_at_work_on_is_told_once(channel, account, other):
    (number,) = other.place()
    other.hub.is_slow = True
    notice = ShipmentNotice(number, "zto", "751")
    channel.ship(account, notice=notice)
    channel.ship(account, notice=notice)
    assert other.market.sales[number].waybills_of(other.market.sales[number].lines[0].number) == ["751"]


def test_what_the_hub_has_not_done_yet_waits(channel, account, other, monkeypatch):
    (number,) = other.place()
    other.hub.is_slow = True
    monkeypatch.setattr(other.market, "ship", lambda *_: None)
    with pytest.raises(ChannelDown, match="5A1B2C3D"):
        channel.ship(account, notice=ShipmentNotice(number, "zto", "751"))


def test_an_order_that_needs_no_parcel_is_sent_without(channel, account, other):
    (number,) = other.place()
    for _ in range(2):
        channel.ship(account, notice=ShipmentNotice(number, "", ""))
    assert other.market.sales[number].stage is Stage.SHIPPED


def test_a_batch_of_stock_succeeds_in_part(channel, account, other):
    offers = [StockOffer("MUG-350-W", "MUG-350-W", 4), StockOffer("nobody", "nobody", 1)]
    told = dict(channel.write_stock(account, offers=offers))
    assert told[offers[0]] is None
    assert isinstance(told[offers[1]], ChannelRefused)
    assert other.stock_of("MUG-350-W") == 4


def test_a_wrong_token_is_a_refusal_that_says_so(channel, make_account, other):
    account = make_account(other.url)
    account.secrets["token"] = "another"
    with pytest.raises(ChannelRefused, match="sign error"):
        channel.check(account)


def test_the_raw_order_is_kept_as_json(other):
    (number,) = other.place()
    assert read_object(read_order(order_of(other.market.sales[number])).raw)["tid"] == number
