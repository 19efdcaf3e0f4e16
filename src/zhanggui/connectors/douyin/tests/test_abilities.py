"""Tokens, messages, stock and goods, where Douyin is peculiar."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fnmatch import fnmatchcase

import orjson
import pytest

from zhanggui.connectors.douyin.pushes import ANSWER
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer, Push
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused, PushForged
from zhanggui.simulators.douyin.gateway import event_sign
from zhanggui.simulators.douyin.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET
from zhanggui.simulators.douyin.tokens import SHOP_ID, SHOP_NAME
from zhanggui.simulators.market.goods import Ware
from zhanggui.simulators.market.sales import Case


def test_a_grant_that_is_still_good_is_given_again(channel, account, other):
    grant = channel.renew(account)
    assert grant.secrets == {"access_token": ACCESS_TOKEN, "refresh_token": "refresh-demo-00"}
    assert grant.expires_at == other.now() + timedelta(days=7)


def test_a_token_in_its_last_hour_has_a_successor_and_stays_good_meanwhile(channel, account, other):
    other.place()
    other.move(days=7, seconds=-channel.renews_within.total_seconds() + 1)
    grant = channel.renew(account)
    assert grant.secrets["access_token"] != ACCESS_TOKEN
    assert channel.check(account).shop_name == SHOP_NAME
    assert channel.check(replace(account, secrets={**account.secrets, **grant.secrets})).shop_name == SHOP_NAME


def test_each_method_has_one_limit(channel, other):
    for method in other.platform._methods:
        assert len([rate for rate in channel.rates if fnmatchcase(method, rate.call)]) == 1, method


def test_an_end_told_as_a_moment_is_that_moment(channel, account, other):
    end = other.now() + timedelta(days=7)
    told = {"access_token": "a", "refresh_token": "b", "expires_in": int(end.timestamp())}
    other.answer("token.refresh", lambda asked: told)
    assert channel.renew(account).expires_at == end


def test_the_sellers_own_application_gets_a_token_by_the_shop(channel, make_account, other):
    other.expire()
    own = make_account(other.url, secrets={"access_token": "", "refresh_token": ""}, shop_id=str(SHOP_ID))
    grant = channel.renew(own)
    assert grant.secrets["access_token"] == "token-demo-01"
    other.place()
    assert channel.check(replace(own, secrets={**own.secrets, **grant.secrets})).shop_name == SHOP_NAME


def test_a_void_refresh_token_is_no_end_for_the_sellers_own_application(channel, make_account, other):
    own = make_account(other.url, secrets={"refresh_token": "old"}, shop_id=str(SHOP_ID))
    assert channel.renew(own).secrets["access_token"] == ACCESS_TOKEN


@pytest.mark.parametrize("shop_id", ["", "1"])
def test_without_a_good_token_only_the_seller_can_help(channel, make_account, other, shop_id):
    account = make_account(other.url, secrets={"refresh_token": "old"}, shop_id=shop_id)
    with pytest.raises(ChannelLoginExpired):
        channel.renew(account)


def test_a_shop_that_has_sold_nothing_can_be_tried_all_the_same(channel, account, other):
    assert channel.check(account).shop_name == ""


def push(body: bytes, **headers: str) -> Push:
    signed = {"app-id": APP_KEY, "event-sign": event_sign(APP_KEY, body, APP_SECRET)}
    return Push("POST", "/", {}, signed | headers, body)


def messages(*rows):
    return orjson.dumps(list(rows))


def test_a_body_may_hold_several_messages_each_heard_by_its_id(channel, account):
    body = messages(
        {"tag": "101", "msg_id": "7001", "data": {"p_id": 6900000000000000001, "s_ids": [6900000000000000001]}},
        {"tag": "200", "msg_id": "7002", "data": '{"p_id":6900000000000000002,"aftersale_id":1}'},
    )
    heard = channel.hear(account, push=push(body))
    assert [(event.key, event.order_numbers) for event in heard.events] == [
        ("7001", ("6900000000000000001",)),
        ("7002", ("6900000000000000002",)),
    ]
    assert (heard.answer, heard.content_type, heard.page) == (ANSWER, "application/json", None)
    assert ANSWER == b'{"code":0,"msg":"success"}'


def test_what_happens_in_another_shop_of_the_application_is_not_told(channel, make_account):
    rows = [{"msg_id": str(shop), "data": {"p_id": 10 + shop, "shop_id": shop}} for shop in (1, 2)]
    heard = channel.hear(make_account("http://127.0.0.1:9", shop_id="2"), push=push(messages(*rows)))
    assert [event.order_numbers for event in heard.events] == [("12",)]
    assert heard.answer == ANSWER


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"not json",
        b'{"tag":"0"}',
        b'[{"tag":"0","msg_id":"0","data":"2021-06-10T00:00:00"}]',
        b'[{"tag":"101","msg_id":"","data":{"p_id":1}}]',
        b'[{"tag":"101","msg_id":"1","data":{"p_id":0}}]',
        b'[{"tag":"101","msg_id":"1","data":[1]},7,null]',
        b"[" * 100_000,
    ],
)
def test_what_is_signed_and_makes_no_sense_is_answered_all_the_same(channel, account, body):
    heard = channel.hear(account, push=push(body))
    assert (list(heard.events), heard.answer) == ([], ANSWER)


@pytest.mark.parametrize(
    "headers", [{"event-sign": ""}, {"event-sign": "0" * 32}, {"event-sign": "错"}, {"app-id": "another"}]
)
def test_what_is_not_signed_for_this_application_is_forged(channel, account, headers):
    with pytest.raises(PushForged):
        channel.hear(account, push=push(messages({"msg_id": "1"}), **headers))


def test_skus_of_one_product_are_told_together(channel, account, other):
    wares: dict[str, list[Ware]] = {}
    for ware in other.market.shelf.all():
        wares.setdefault(ware.item, []).append(ware)
    item, own = next((item, own) for item, own in wares.items() if len(own) > 1)
    alone = next(ware for one, (ware, *_) in wares.items() if one != item)
    offers = [StockOffer(f"{item}:{ware.sku}", ware.code, n) for n, ware in enumerate(own)]
    offers.append(StockOffer(f"{alone.item}:{alone.sku}", alone.code, 99))
    seen = other.asked("sku.syncStockBatch")
    assert dict(channel.write_stock(account, offers=offers)) == dict.fromkeys(offers)
    assert sorted(len(asked["sku_sync_list"]) for asked in seen) == [1, len(own)]
    assert "sku.syncStock" not in other.server.calls
    assert [other.stock_of(ware.code) for ware in own] == list(range(len(own)))


def test_one_bad_sku_keeps_no_other_back(channel, account, other):
    ware = other.market.shelf.all()[0]
    good = StockOffer(f"{ware.item}:{ware.sku}", ware.code, 6)
    bad = StockOffer(f"{ware.item}:1", "gone", 1)
    told = dict(channel.write_stock(account, offers=[bad, good]))
    assert (told[good], type(told[bad])) == (None, ChannelRefused)
    assert other.stock_of(ware.code) == 6


def test_a_listing_without_a_sku_is_found_by_the_sellers_code(channel, account, other):
    ware = other.market.shelf.all()[0]
    offer = StockOffer(ware.item, ware.code, 8)
    assert list(channel.write_stock(account, offers=[offer])) == [(offer, None)]
    assert other.stock_of(ware.code) == 8


def test_a_price_the_platform_does_not_take_is_told_and_the_others_go_on(channel, account, other):
    ware = other.market.shelf.all()[0]
    bad = PriceOffer("1:1", "gone", Decimal("9.90"))
    good = PriceOffer(f"{ware.item}:{ware.sku}", ware.code, Decimal("0.10"))
    told = dict(channel.write_prices(account, offers=[bad, good]))
    assert (type(told[bad]), told[good]) == (ChannelRefused, None)
    assert other.market.shelf.find(sku=ware.sku).price == 10


def test_deleted_products_offer_nothing_and_those_offline_are_not_on_sale(channel, account, other):
    first, second = list(dict.fromkeys(ware.item for ware in other.market.shelf.all()))[:2]
    listed = other.platform._methods["product.listV2"]

    def changed(asked):
        answer = listed(other.market, asked)
        for row in answer["data"]:
            row["status"] = {first: 2, second: 1}.get(str(row["product_id"]), 0)
        return answer

    other.answer("product.listV2", changed)
    found = [one for page in channel.listings(account) for one in page]
    on_sale = {one.listing.partition(":")[0]: one.is_on_sale for one in found}
    assert first not in on_sale
    assert on_sale.pop(second) is False
    assert all(on_sale.values())


def test_skus_told_inside_data_are_found_as_well(channel, account, other):
    skus = other.platform._methods["sku.list"]
    other.answer("sku.list", lambda asked: {"data": skus(other.market, asked)})
    found = [one.sku_code for page in channel.listings(account) for one in page]
    assert sorted(found) == sorted(other.codes())


def test_an_order_refunded_line_by_line_is_closed_at_the_end(channel, account, other):
    (number,) = other.place(lines=2)
    for line in [line.number for line in other.market.sales[number].lines]:
        other.market.settle_refund(number, other.ask_refund(number, line=line), Case.PAID_BACK)
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert order.state.value == "closed_refunded"
    assert all(line.state.value == "closed_refunded" for line in order.lines)
