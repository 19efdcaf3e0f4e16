"""Tokens, memos, stock, goods and prices, where Pinduoduo is peculiar."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import orjson
import pytest

from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused
from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.pinduoduo.gateway import Refused, business
from zhanggui.simulators.pinduoduo.listing import MALL_NAME

REFRESH, PRICE, DETAIL = "pdd.pop.auth.token.refresh", "pdd.goods.sku.price.update", "pdd.goods.detail.get"


@pytest.fixture
def wares(other) -> list[Ware]:
    """The SKUs of one product that has several."""
    by_item: dict[str, list[Ware]] = {}
    for ware in other.market.shelf.all():
        by_item.setdefault(ware.item, []).append(ware)
    return next(own for own in by_item.values() if len(own) > 1)


def listing(ware):
    return f"{ware.item}:{ware.sku}"


def test_the_end_of_a_token_is_told_as_a_moment_or_as_a_span(channel, account, other):
    end = other.now() + timedelta(days=1)
    told = {"access_token": "a", "refresh_token": "b", "expires_at": int(end.timestamp()), "expires_in": 7}
    other.answer(REFRESH, lambda asked: {"pop_auth_token_refresh_response": told})
    assert channel.renew(account).expires_at == end
    told |= {"expires_at": None, "expires_in": 86_400}
    assert channel.renew(account).expires_at == end


def test_a_token_without_a_successor_to_renew_it_keeps_the_one_it_had(channel, account, other):
    other.answer(REFRESH, lambda asked: {"pop_auth_token_refresh_response": {"access_token": "a"}})
    grant = channel.renew(account)
    assert (grant.secrets, grant.expires_at) == ({"access_token": "a", "refresh_token": "refresh-demo-00"}, None)


def test_a_renewal_needs_no_token_that_is_good(channel, account):
    without = replace(account, secrets={**account.secrets, "access_token": ""})
    assert channel.renew(without).secrets["access_token"] == "token-demo-01"


def test_without_a_refresh_token_only_the_seller_can_help(channel, make_account, other):
    with pytest.raises(ChannelLoginExpired):
        channel.renew(make_account(other.url, secrets={"refresh_token": ""}))
    assert not other.server.calls


def test_a_renewal_that_is_refused_for_what_the_application_is_says_so(channel, account, other):
    def refuse(asked):
        raise Refused(20005, "ip无权访问接口，请加入ip白名单")

    other.answer(REFRESH, refuse)
    with pytest.raises(ChannelRefused, match="20005"):
        channel.renew(account)


def test_the_shop_is_named(channel, account):
    assert channel.check(account).shop_name == MALL_NAME


@pytest.mark.parametrize(
    ("flag", "tag"), [(1, ("1", "红色")), (5, ("5", "紫色")), (0, (None, None)), (9, (None, None))]
)
def test_a_note_has_both_tag_and_name_or_none(channel, account, other, flag, tag):
    (number,) = other.place()
    seen = other.asked("pdd.order.note.update")
    channel.write_memo(account, order_number=number, memo="加急", flag=flag)
    assert (seen[0].get("tag"), seen[0].get("tag_name")) == tag


def test_a_memo_that_is_to_be_gone_is_sent_empty(channel, account, other):
    (number,) = other.place()
    seen = other.asked("pdd.order.note.update")
    channel.write_memo(account, order_number=number, memo="", flag=0)
    assert seen == [{"order_sn": number, "note": ""}]


def test_stock_is_told_for_each_sku_in_full(channel, account, other, wares):
    seen = other.asked("pdd.goods.quantity.update")
    offers = [StockOffer(listing(ware), ware.code, nth) for nth, ware in enumerate(wares)]
    assert list(channel.write_stock(account, offers=offers)) == [(offer, None) for offer in offers]
    assert seen[0] == {"goods_id": wares[0].item, "sku_id": wares[0].sku, "quantity": "0", "update_type": "1"}
    assert [other.stock_of(ware.code) for ware in wares] == list(range(len(wares)))


def test_a_listing_without_a_sku_is_found_by_the_sellers_code(channel, account, other, wares):
    offer = StockOffer(wares[0].item, wares[0].code, 8)
    assert list(channel.write_stock(account, offers=[offer])) == [(offer, None)]
    assert other.stock_of(wares[0].code) == 8


def test_stock_of_a_product_on_show_that_may_not_be_lowered_is_told(channel, account, other, wares):
    def refuse(asked):
        raise business("资源位商品不能减少库存")

    other.answer("pdd.goods.quantity.update", refuse)
    ((_, refused),) = channel.write_stock(account, offers=[StockOffer(listing(wares[0]), wares[0].code, 1)])
    assert "资源位商品不能减少库存" in str(refused)


def test_an_expired_token_ends_the_telling_of_stock(channel, account, other, wares):
    other.expire()
    with pytest.raises(ChannelLoginExpired):
        list(channel.write_stock(account, offers=[StockOffer(listing(wares[0]), wares[0].code, 1)]))


def test_prices_of_one_product_are_told_together_in_fen(channel, account, other, wares):
    seen = other.asked(PRICE)
    offers = [PriceOffer(listing(ware), ware.code, Decimal("0.10") + nth) for nth, ware in enumerate(wares)]
    assert dict(channel.write_prices(account, offers=offers)) == dict.fromkeys(offers)
    (asked,) = seen
    rows = {str(row["sku_id"]): row for row in orjson.loads(asked["sku_price_list"])}
    assert [rows[ware.sku]["group_price"] for ware in wares] == [10 + 100 * nth for nth in range(len(wares))]
    assert (asked["goods_id"], asked["sync_goods_operate"]) == (wares[0].item, "1")
    assert [other.market.shelf.find(sku=ware.sku).price for ware in wares] == [
        10 + 100 * nth for nth in range(len(wares))
    ]


def test_the_price_alone_stays_unless_it_would_not_be_the_higher_one(channel, account, other, wares):
    ware = wares[0]
    seen = other.asked(PRICE)
    for price, alone in ((ware.price - 1, ware.price + 200), (ware.price + 200, ware.price + 300)):
        offer = PriceOffer(listing(ware), ware.code, Decimal(price).scaleb(-2))
        assert list(channel.write_prices(account, offers=[offer])) == [(offer, None)]
        (row,) = orjson.loads(seen[-1]["sku_price_list"])
        assert (row["group_price"], row["single_price"]) == (price, alone)


def test_one_bad_price_keeps_no_other_back(channel, account, other, wares):
    good, bad, lost = (
        PriceOffer(listing(wares[0]), wares[0].code, Decimal(7)),
        PriceOffer(listing(wares[1]), wares[1].code, Decimal(8)),
        PriceOffer(f"{wares[0].item}:1", "gone", Decimal(9)),
    )
    write = other.platform.methods[PRICE]

    def picky(asked):
        if wares[1].sku in asked["sku_price_list"]:
            raise business("价格低于活动价")
        return write(other.market, asked)

    other.answer(PRICE, picky)
    told = dict(channel.write_prices(account, offers=[bad, lost, good]))
    assert told[good] is None
    assert "价格低于活动价" in str(told[bad])
    assert str(told[lost]) == f"Pinduoduo has no SKU gone with the listing {lost.listing}."
    assert other.market.shelf.find(sku=wares[0].sku).price == 700


def test_prices_of_a_product_that_is_gone_are_refused_and_the_others_go_on(channel, account, other, wares):
    bad = PriceOffer("1:1", "gone", Decimal(5))
    good = PriceOffer(wares[0].item, wares[0].code, Decimal(6))  # found by the seller's code
    told = dict(channel.write_prices(account, offers=[bad, good]))
    assert (type(told[bad]), told[good]) == (ChannelRefused, None)
    assert other.market.shelf.find(sku=wares[0].sku).price == 600


def test_a_product_whose_prices_cannot_be_told_is_listed_without(channel, account, other):
    def refuse(asked):
        raise business("商品审核中")

    other.answer(DETAIL, refuse)
    listed = [one for page in channel.listings(account) for one in page]
    assert sorted(one.sku_code for one in listed) == sorted(other.codes())
    assert {one.price for one in listed} == {None}


def test_what_is_off_sale_is_listed_so(channel, account, other):
    rows = other.told("pdd.goods.list.get", {})
    first, second = rows["goods_list_get_response"]["goods_list"][:2]
    first["is_onsale"], second["sku_list"][0]["is_sku_onsale"] = 0, 0
    other.answer("pdd.goods.list.get", lambda asked: rows)
    listed = {one.listing: one.is_on_sale for page in channel.listings(account) for one in page}
    assert {listed[f"{first['goods_id']}:{sku['sku_id']}"] for sku in first["sku_list"]} == {False}
    assert listed[f"{second['goods_id']}:{second['sku_list'][0]['sku_id']}"] is False
    assert any(listed.values())
