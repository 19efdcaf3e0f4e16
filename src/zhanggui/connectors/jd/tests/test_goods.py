"""Stock in calls of thirty, or one by one; prices; what is listed."""

from decimal import Decimal

import pytest

from zhanggui.connectors.jd.goods import ONE_BY_ONE
from zhanggui.connectors.jd.tests.example import answer, asked, methods
from zhanggui.connectors.taobao.tests.canned import DROP, canned
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

TAKEN = answer("ware.stock.sku.set", returnType={"success": True})
REFUSED = answer("ware.stock.sku.set", returnType={"success": False, "message": "参数不合法"})


@pytest.fixture
def at(make_account):
    return lambda server, **settings: make_account("", gateway=server.url, **settings)


def offers(count):
    return [StockOffer(str(100 + nth), f"CODE-{nth}", nth) for nth in range(count)]


def test_stock_is_told_thirty_skus_at_a_time(channel, at):
    with canned(TAKEN) as server:
        assert list(channel.write_stock(at(server), offers=offers(65))) == [(offer, None) for offer in offers(65)]
    requests = [asked(call)["req"] for call in server.calls]
    assert [len(req["skuStocks"]) for req in requests] == [30, 30, 5]
    assert requests[0]["skuStocks"][1] == {"skuId": 101, "stockNum": 1}
    assert len({req["stockRfId"] for req in requests}) == 3


def test_a_lost_answer_is_asked_for_again_with_the_same_mark(channel, at):
    with canned(DROP, TAKEN) as server:
        assert list(channel.write_stock(at(server), offers=offers(2))) == [(offer, None) for offer in offers(2)]
    first, second = (asked(call)["req"] for call in server.calls)
    assert first == second


def test_only_the_skus_named_as_bad_are_refused(channel, at):
    rows = [{"data": "101", "success": False, "message": "SKU不存在"}, {"data": "102", "success": True}]
    told = answer("ware.stock.sku.set", returnType={"success": True, "obj": {"updateStockResult": rows}})
    with canned(told) as server:
        found = {offer.listing: refusal for offer, refusal in channel.write_stock(at(server), offers=offers(4))}
    assert [listing for listing, refusal in found.items() if refusal] == ["101"]
    assert "SKU不存在" in found["101"].sentence


def test_skus_refused_together_are_told_alone(channel, at):
    def answered(form):
        numbers = {row["skuId"] for row in asked(form)["req"]["skuStocks"]}
        return REFUSED if 101 in numbers else TAKEN

    with canned(answered) as server:
        found = {offer.listing: refusal for offer, refusal in channel.write_stock(at(server), offers=offers(3))}
    assert {listing: type(refusal) for listing, refusal in found.items()} == {
        "100": type(None),
        "101": ChannelRefused,
        "102": type(None),
    }
    assert len(server.calls) == 4


def test_what_passes_ends_the_telling(channel, at):
    with canned(TAKEN, DROP) as server:
        told = channel.write_stock(at(server), offers=offers(31))
        assert [next(told)[1] for _ in range(30)] == [None] * 30
        with pytest.raises(ChannelDown):
            next(told)


def test_the_older_call_takes_one_sku_at_a_time(channel, other, make_account):
    ware, second = other.market.shelf.all()[:2]
    account = make_account(other.url, stock_call=ONE_BY_ONE)
    wanted = [StockOffer(ware.sku, ware.code, 3), StockOffer("1", "nothing", 3), StockOffer(second.sku, second.code, 0)]
    told = [refusal for _, refusal in channel.write_stock(account, offers=wanted)]
    assert [type(refusal) for refusal in told] == [type(None), ChannelRefused, type(None)]
    assert [other.stock_of(one.code) for one in (ware, second)] == [3, 0]
    assert set(other.server.calls) == {f"jingdong.{ONE_BY_ONE}"}


def test_prices_are_written_with_two_decimals_and_a_bad_one_keeps_no_other_back(channel, account, other):
    ware, second = other.market.shelf.all()[:2]
    wanted = [
        PriceOffer(ware.sku, ware.code, Decimal("19.9")),
        PriceOffer("1", "nothing", Decimal(5)),
        PriceOffer(second.sku, second.code, Decimal(1234)),
    ]
    told = [type(refusal) for _, refusal in channel.write_prices(account, offers=wanted)]
    assert told == [type(None), ChannelRefused, type(None)]
    assert [other.market.shelf.find(sku=one.sku).price for one in (ware, second)] == [1990, 123_400]


def test_all_pages_of_goods_are_read(channel, account, other):
    rows = [{"code": f"C-{nth}", "title": "碗", "spec": f"{nth}号", "price": "9.90", "stock": 1} for nth in range(120)]
    other.market.shelf.load(rows)
    pages = list(channel.listings(account))
    assert [len(page) for page in pages] == [50, 50, 20]
    first = pages[0][0]
    assert (first.sku_code, first.title, first.spec, first.price, first.is_on_sale) == (
        "C-0",
        "碗",
        "0号",
        Decimal("9.90"),
        True,
    )


def test_a_sku_off_sale_is_listed_as_such(channel, at):
    row = {"skuId": 7, "status": 2, "outerId": "C", "skuName": "碗", "stockNum": None, "jdPrice": None}
    told = answer("sku.read.searchSkuList", page={"totalItem": 1, "data": [row]})
    with canned(told) as server:
        ((listing,),) = channel.listings(at(server))
    assert (listing.is_on_sale, listing.quantity, listing.price, listing.title) == (False, None, None, "碗")
    assert methods(server) == ["sku.read.searchSkuList"]
