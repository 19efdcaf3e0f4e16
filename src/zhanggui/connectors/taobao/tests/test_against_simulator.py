"""The connector and the platform's other side, which share nothing but the protocol."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import httpx
import pytest

from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.shipping import ShippedOtherwise
from zhanggui.connectors.taobao.channel import Taobao
from zhanggui.connectors.taobao.listing import SETTLED_AFTER
from zhanggui.connectors.testcarrier.checkdigit import write_waybill
from zhanggui.kernel.doors.channel import ChannelState, RefundState, ShipmentNotice, StockOffer
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled
from zhanggui.simulators.taobao.testing import MORNING, Served, Watch
from zhanggui.simulators.taobao.testing import taobao as simulated

LIST = "taobao.trades.sold.increment.get"
READ = "taobao.trade.fullinfo.get"
SEND = "taobao.logistics.offline.send"
WAYBILL, OTHER = write_waybill(1), write_waybill(2)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def platform(watch: Watch) -> Iterator[Served]:
    with simulated(clock=watch, seed=7) as served:
        yield served


@pytest.fixture
def channel(watch: Watch) -> Iterator[Taobao]:
    channel = Taobao(clock=watch, sleep=lambda seconds: watch.advance(seconds=seconds), timeout=httpx.Timeout(5))
    yield channel
    channel.close()


@pytest.fixture
def account(platform: Served) -> ShopAccount:
    return ShopAccount(
        shop_id=1,
        shop_code="TB01",
        settings={"gateway": f"{platform.url}/router/rest", "app_key": platform.simulator.platform.app_key},
        secrets={
            "app_secret": platform.simulator.platform.app_secret,
            "session": platform.simulator.sessions.current(),
        },
    )


def pull(channel, account, watch, *, minutes=25):
    return list(channel.pull(account, since=watch() - timedelta(minutes=minutes), until=watch()))


def orders_of(pages):
    return {order.number: order for page in pages for order in page.orders}


def notice(number, waybill=WAYBILL, lines=()):
    return ShipmentNotice(order_number=number, carrier="testcarrier", waybill=waybill, line_numbers=tuple(lines))


def shown(platform, number):
    return [order.get("invoice_no", "") for order in platform.simulator.trade(number)["orders"]]


def two_lines(platform):
    (number,) = platform.simulator.place(lines=2)
    return number, [str(order["oid"]) for order in platform.simulator.trade(number)["orders"]]


@pytest.mark.parametrize("sign_method", ["md5", "hmac", "hmac-sha256"])
def test_an_order_arrives_whole_under_every_signature(platform, channel, account, watch, sign_method):
    (number,) = platform.simulator.place(lines=3)
    account = ShopAccount(1, "TB01", {**account.settings, "sign_method": sign_method}, account.secrets)
    order = orders_of(pull(channel, account, watch))[number]
    trade = platform.simulator.trade(number)
    assert (order.state, order.placed_at) == (ChannelState.AWAITING_SHIPMENT, MORNING)
    assert [line.sku_code for line in order.lines] == [line["outer_sku_id"] for line in trade["orders"]]
    assert sum(line.amount for line in order.lines) + order.freight == order.paid == Decimal(trade["payment"])
    assert order.receiver.cipher
    assert "*" in order.receiver.mobile


@pytest.mark.parametrize("moves", [1, 3, 7])
def test_nothing_is_lost_while_orders_change_between_pages(platform, channel, account, watch, moves):
    numbers = platform.simulator.place(230, at=MORNING - timedelta(minutes=2), spread_s=900)
    platform.simulator.chaos.add("motion", times=moves, method=LIST)
    seen = orders_of(pull(channel, account, watch))
    watch.advance(minutes=1)
    assert seen.keys() | orders_of(pull(channel, account, watch, minutes=2)).keys() == set(numbers)


def test_repeated_and_shuffled_rows_change_nothing(platform, channel, account, watch):
    numbers = platform.simulator.place(60, at=MORNING - timedelta(minutes=2), spread_s=300)
    platform.simulator.chaos.add("repeat", times=3, method=LIST)
    platform.simulator.chaos.add("shuffle", times=3, method=LIST)
    pages = pull(channel, account, watch)
    assert sorted(order.number for page in pages for order in page.orders) == sorted(numbers)


def test_three_days_are_caught_up_in_windows_the_platform_accepts(platform, channel, account, watch):
    numbers = platform.simulator.place(40, spread_s=3 * 86_400)
    watch.advance(minutes=1)
    pages = pull(channel, account, watch, minutes=3 * 1440 + 10)
    assert orders_of(pages).keys() == set(numbers)
    assert pages[-1].covered_to == watch() - SETTLED_AFTER


def test_control_characters_in_a_message_are_read(platform, channel, account, watch):
    (number,) = platform.simulator.place()
    platform.simulator.message(number, "放门口\n不用打电话\t谢谢")
    platform.simulator.chaos.change({"raw_controls": True})
    assert orders_of(pull(channel, account, watch))[number].buyer_message == "放门口\n不用打电话\t谢谢"


def test_states_follow_what_happens_on_the_platform(platform, channel, account):
    act = platform.simulator
    unpaid, cancelled, held, refunded = (act.place(paid=False)[0] for _ in range(4))
    act.cancel(cancelled)
    act.pay(held)
    act.hold(held)
    act.pay(refunded)
    act.ask_refund(refunded)
    found = orders_of([channel.fetch(account, numbers=[unpaid, cancelled, held, refunded])])
    assert [found[number].state for number in (unpaid, cancelled, held, refunded)] == [
        ChannelState.PENDING_PAYMENT,
        ChannelState.CANCELLED,
        ChannelState.ON_HOLD,
        ChannelState.AWAITING_SHIPMENT,
    ]
    assert RefundState.REQUESTED in {line.refund for line in found[refunded].lines}


def test_an_order_the_platform_does_not_know_is_set_aside(platform, channel, account):
    (number,) = platform.simulator.place()
    page = channel.fetch(account, numbers=[number, "3300000000000000001"])
    assert [order.number for order in page.orders] == [number]
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [("3300000000000000001", OrderUnknown)]


def test_a_short_ban_is_sat_out_and_a_long_one_is_told(platform, channel, account, watch):
    (number,) = platform.simulator.place()
    platform.simulator.chaos.ban(2)
    assert number in orders_of(pull(channel, account, watch))
    platform.simulator.chaos.ban(90)
    with pytest.raises(ChannelThrottled) as refused:
        pull(channel, account, watch)
    assert refused.value.data["seconds"] == 90


def test_an_expired_session_is_told_until_the_shop_is_authorised_again(platform, channel, account, watch):
    (number,) = platform.simulator.place()
    platform.simulator.sessions.expire()
    with pytest.raises(ChannelLoginExpired):
        pull(channel, account, watch)
    platform.simulator.sessions.restore()
    assert number in orders_of(pull(channel, account, watch))


@pytest.mark.parametrize("kind", ["drop", "html", "http500", "http502", "truncate"])
def test_trouble_passes_unnoticed_or_is_told(platform, channel, account, watch, kind):
    (number,) = platform.simulator.place()
    platform.simulator.chaos.add(kind, times=2, method=READ)
    assert number in orders_of(pull(channel, account, watch))
    platform.simulator.chaos.add(kind, times=4, method=READ)
    with pytest.raises(ChannelDown):
        pull(channel, account, watch)


def test_a_shipped_order_shows_its_number_and_shipping_it_again_is_the_same(platform, channel, account):
    (number,) = platform.simulator.place()
    channel.ship(account, notice=notice(number))
    channel.ship(account, notice=notice(number))
    assert set(shown(platform, number)) == {WAYBILL}
    assert channel.fetch(account, numbers=[number]).orders[0].state is ChannelState.SHIPPED


def test_an_order_shipped_with_another_number_is_refused(platform, channel, account):
    (number,) = platform.simulator.place()
    channel.ship(account, notice=notice(number, OTHER))
    with pytest.raises(ShippedOtherwise, match=OTHER):
        channel.ship(account, notice=notice(number))
    assert set(shown(platform, number)) == {OTHER}


@pytest.mark.parametrize("kind", ["drop", "drop_after", "truncate", "http502"])
def test_a_shipment_whose_answer_is_lost_ends_up_shipped_once(platform, channel, account, kind):
    (number,) = platform.simulator.place()
    platform.simulator.chaos.add(kind, method=SEND)
    try:
        channel.ship(account, notice=notice(number))
    except ChannelDown:
        assert set(shown(platform, number)) == {""}
        channel.ship(account, notice=notice(number))
    assert set(shown(platform, number)) == {WAYBILL}
    assert sum(call["result"].startswith("ok") for call in platform.simulator.log if call["method"] == SEND) == 1


def test_an_order_in_two_parcels_is_told_parcel_by_parcel(platform, channel, account):
    number, lines = two_lines(platform)
    channel.ship(account, notice=notice(number, WAYBILL, lines[:1]))
    assert channel.fetch(account, numbers=[number]).orders[0].state is ChannelState.PARTIALLY_SHIPPED
    channel.ship(account, notice=notice(number, WAYBILL, lines[:1]))
    channel.ship(account, notice=notice(number, OTHER, lines[1:]))
    assert shown(platform, number) == [WAYBILL, OTHER]
    assert channel.fetch(account, numbers=[number]).orders[0].state is ChannelState.SHIPPED


def test_a_single_line_named_by_its_number_is_told_as_a_whole(platform, channel, account):
    (number,) = platform.simulator.place(lines=1)
    channel.ship(account, notice=notice(number, WAYBILL, [number]))
    assert shown(platform, number) == [WAYBILL]


def test_what_may_not_be_shipped_is_refused_in_the_platforms_words(platform, channel, account):
    (unpaid,) = platform.simulator.place(paid=False)
    with pytest.raises(ChannelRefused, match="订单状态不允许发货"):
        channel.ship(account, notice=notice(unpaid))
    (paid,) = platform.simulator.place()
    with pytest.raises(ChannelRefused, match="B60"):
        channel.ship(account, notice=notice(paid, "12"))


def test_memo_and_flag_are_written_and_cleared(platform, channel, account):
    (number,) = platform.simulator.place()
    channel.write_memo(account, order_number=number, memo="加急 请发顺丰", flag=3)
    order = channel.fetch(account, numbers=[number]).orders[0]
    assert (order.seller_memo, order.seller_flag) == ("加急 请发顺丰", 3)
    channel.write_memo(account, order_number=number, memo="", flag=0)
    order = channel.fetch(account, numbers=[number]).orders[0]
    assert (order.seller_memo, order.seller_flag) == ("", 0)


def test_stock_is_written_under_the_listing_of_an_order_line(platform, channel, account):
    (number,) = platform.simulator.place(lines=1)
    (line,) = channel.fetch(account, numbers=[number]).orders[0].lines
    stock = {}
    for listing, quantity in ((line.listing, 5), (line.listing.partition(":")[0], 0)):
        offer = StockOffer(listing, line.sku_code, quantity)
        assert list(channel.write_stock(account, offers=[offer])) == [(offer, None)]
        stock[quantity] = [s.stock for s in platform.simulator.catalogue.all() if s.outer_id == line.sku_code]
    assert stock == {5: [5], 0: [0]}
    ((_, refusal),) = channel.write_stock(account, offers=[StockOffer(line.listing, line.sku_code, -1)])
    assert isinstance(refusal, ChannelRefused)
