"""What the platform answers and refuses to each method."""

import orjson
import pytest

from zhanggui.simulators.market.sales import Case, Stage
from zhanggui.simulators.stage.clock import written

NOW = 1741053600  # 2025-03-04 10:00 in Beijing, in seconds
LIST, SEND, ADD, CHECK = (
    "order.number.list.increment.get",
    "logistics.online.send",
    "order.upload.extra.logistics",
    "refund.status.check",
)
ONE, TWO = "75000000000001", "75000000000002"


def by_change(**more):
    span = {"start_updated_at": NOW - 1800, "end_updated_at": NOW, "page": 1, "page_size": 100}
    return span | {"is_lucky_flag": 0, "order_status": 5, "refund_status": 5} | more


def ship(number, **more):
    return {"order_sn": number, "logistics_id": 115, "tracking_number": ONE} | more


def extra(number, *waybills, company=115, **more):
    tracks = [{"shipping_id": company, "tracking_number": waybill} for waybill in waybills]
    return {"order_sn": number, "extra_track_type": 1, "extra_track_list": orjson.dumps(tracks).decode()} | more


@pytest.fixture
def later(platform):
    """What happened now may be listed."""
    platform.market.clock.advance(minutes=3)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (by_change(start_updated_at=None), 20007),
        (by_change(order_status=None), 20007),
        (by_change(refund_status=None), 20007),
        (by_change(is_lucky_flag=None), 20007),
        (by_change(start_updated_at=NOW - 1801), 10000),
        (by_change(start_updated_at=NOW + 1), 10000),
        (by_change(start_updated_at=NOW, end_updated_at=NOW + 1), 10000),  # less than three minutes ago
        (by_change(page=0), 10000),
        (by_change(page_size=101), 10000),
        (by_change(order_status=9), 10000),
        (by_change(order_status="all"), 10000),
    ],
)
def test_a_list_by_change_has_its_limits(ask, platform, later, asked, code):
    assert ask(LIST, asked)[0] == code


def test_pages_count_from_one_newest_first_and_deals_only(ask, platform):
    numbers = platform.market.place(5, spread_s=400)
    platform.market.place(paid=False)
    platform.market.clock.advance(minutes=3)
    first = ask(LIST, by_change(page_size=2))
    assert (first["total_count"], [row["order_sn"] for row in first["order_sn_list"]]) == (5, numbers[:2:-1])
    last = ask(LIST, by_change(page_size=2, page=3, use_has_next="true"))
    assert [row["order_sn"] for row in last["order_sn_list"]] == numbers[:1]
    assert (last["has_next"], "total_count" in last) == (False, False)


def test_lists_are_narrowed_by_state_and_refund(ask, platform):
    sent, wished, plain = platform.market.place(3)
    platform.market.ship(sent, "115", ONE)
    platform.market.ask_refund(wished)
    platform.market.clock.advance(minutes=3)

    def listed(**asked):
        return {row["order_sn"] for row in ask(LIST, by_change(**asked))["order_sn_list"]}

    assert listed(order_status=1) == {wished, plain}
    assert listed(order_status=2) == {sent}
    assert listed(refund_status=2) == {wished}
    assert listed(trade_type=1) == set()


def test_orders_by_deal_span_a_day_of_the_last_three_months(ask, platform):
    (number,) = platform.market.place()
    asked = {"start_confirm_at": NOW - 86_400, "end_confirm_at": NOW, "order_status": 5, "refund_status": 5}
    assert [row["order_sn"] for row in ask("order.list.get", asked)["order_list"]] == [number]
    assert ask("order.list.get", asked | {"start_confirm_at": NOW - 86_401})[0] == 10000
    platform.market.clock.advance(days=91)
    platform.market.keys.restore()
    assert ask("order.list.get", asked)["total_count"] == 0


def test_a_deal_is_made_when_it_is_paid(ask, platform):
    (number,) = platform.market.place(paid=False)
    platform.market.clock.advance(hours=30)
    platform.market.pay(number)
    asked = {
        "start_confirm_at": NOW + 100_000,
        "end_confirm_at": NOW + 30 * 3600,
        "order_status": 5,
        "refund_status": 5,
    }
    assert [row["order_sn"] for row in ask("order.list.get", asked)["order_list"]] == [number]
    assert ask("order.list.get", asked | {"start_confirm_at": NOW - 60, "end_confirm_at": NOW})["total_count"] == 0


def test_an_order_is_told_in_yuan_and_text_of_beijing(ask, platform):
    (number,) = platform.market.place(lines=4)
    sale = platform.market.sales[number]
    order = ask("order.information.get", {"order_sn": number})["order_info"]
    assert (order["order_sn"], number[:7], len(order["item_list"])) == (number, "250304-", 1)
    assert order["created_time"] == written(sale.placed_at) == "2025-03-04 10:00:00"
    goods, discount, postage = (float(order[name]) for name in ("goods_amount", "discount_amount", "postage"))
    assert float(order["pay_amount"]) == pytest.approx(goods - discount + postage) == sale.total / 100
    assert order["pay_amount"].count(".") == 1
    assert ask("order.information.get", {"order_sn": "250304-1"}) == (50001, "订单不存在")
    assert ask("order.information.get")[0] == 20007


def test_a_list_tells_money_as_numbers(ask, platform):
    platform.market.place()
    platform.market.clock.advance(minutes=3)
    (row,) = ask(LIST, by_change())["order_sn_list"]
    assert isinstance(row["pay_amount"], float)


def test_ciphers_are_there_only_while_the_order_waits_and_masks_always(ask, platform):
    (number,) = platform.market.place()
    who = platform.market.sales[number].buyer.receiver

    def receiver():
        order = ask("order.information.get", {"order_sn": number})["order_info"]
        assert who.mobile not in str(order)
        return order["receiver_name"], order["receiver_phone"], order["receiver_name_mask"], order["open_address_id"]

    name, phone, mask, address = receiver()
    assert (name[0], phone[0], mask[0], mask[1]) == ("~", "$", who.name[0], "*")
    platform.market.hold(number)
    assert receiver() == ("", "", mask, address)
    platform.market.hold(number, held=False)
    assert receiver() == (name, phone, mask, address)
    platform.market.ship(number, "115", ONE)
    assert receiver() == ("", "", mask, address)


def test_the_state_of_orders_is_told_for_those_that_exist(ask, platform):
    (number,) = platform.market.place()
    told = ask("order.status.get", {"order_sns": f"{number},250304-1"})
    assert told["order_status_list"] == [{"orderSn": number, "order_status": 1, "refund_status": 1}]


def test_a_note_has_both_tag_and_name_or_none(ask, platform):
    (number,) = platform.market.place()
    asked = {"order_sn": number, "note": "加急", "tag": 3, "tag_name": "绿色"}
    assert ask("order.note.update", asked)["success"] is True
    order = ask("order.information.get", {"order_sn": number})["order_info"]
    assert (order["remark"], order["remark_tag"], order["remark_tag_name"]) == ("加急", 3, "绿色")
    for change in ({"tag_name": None}, {"tag": None}, {"tag_name": "浅绿色的"}, {"tag": 6}, {"note": "长" * 301}):
        assert ask("order.note.update", asked | change)[0] == 10000
    assert ask("order.note.update", {"order_sn": number, "note": ""})["success"] is True
    assert platform.market.sales[number].flag == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"logistics_id": 4711}, 10000),
        ({"logistics_id": 999}, 50001),  # no longer available
        ({"logistics_id": "zhongtong"}, 10000),
        ({"logistics_id": None}, 20007),
        ({"tracking_number": "?"}, 50001),
        ({"tracking_number": None}, 20007),
        ({"order_sn": "250304-1"}, 50001),
        ({"redelivery_type": 2}, 50001),  # nothing was told that could be changed
        ({"redelivery_type": 3}, 10000),
    ],
)
def test_a_parcel_needs_company_number_and_order(ask, platform, more, code):
    (number,) = platform.market.place()
    assert ask(SEND, ship(number, **more))[0] == code
    assert platform.market.sales[number].stage is Stage.PAID


def test_an_order_leaves_once_and_may_be_told_otherwise_afterwards(ask, platform):
    (number,) = platform.market.place()
    assert ask(SEND, ship(number))["is_success"] is True
    assert ask(SEND, ship(number)) == (50001, "订单已发货，请勿重复发货")
    assert ask(SEND, ship(number, tracking_number=TWO, logistics_id=85, redelivery_type=2))["is_success"] is True
    (parcel,) = platform.market.sales[number].parcels
    assert (parcel.carrier, parcel.waybill) == ("85", TWO)


@pytest.mark.parametrize("stage", ["unpaid", "held", "cancelled", "closed"])
def test_only_what_waits_to_be_shipped_leaves(ask, platform, stage):
    (number,) = platform.market.place()
    platform.market.sales[number].stage = Stage(stage)
    assert ask(SEND, ship(number))[0] == 50001
    assert not platform.market.sales[number].parcels


def test_a_wish_for_money_keeps_the_order_here_and_is_told_beforehand(ask, platform):
    number, other = platform.market.place(2)
    case = platform.market.ask_refund(number)
    asked = {"order_sns": f"{number},{other}"}
    assert ask(CHECK, asked)["order_sns_exists_refund"] == [{"order_sn": number}]
    assert ask(SEND, ship(number)) == (50001, "订单存在售后，不允许发货")
    platform.market.settle_refund(number, case, Case.WITHDRAWN)
    assert ask(CHECK, asked)["order_sns_exists_refund"] == []
    assert ask(SEND, ship(number))["is_success"] is True


def test_more_parcels_are_added_to_an_order_that_has_left(ask, platform):
    (number,) = platform.market.place()
    assert ask(ADD, extra(number, TWO)) == (50001, "订单未发货，不能上传额外运单")
    ask(SEND, ship(number))
    assert ask(ADD, extra(number, TWO, company=85))["success"] is True
    order = ask("order.information.get", {"order_sn": number})["order_info"]
    assert (order["logistics_id"], order["tracking_number"]) == (115, ONE)
    assert order["extra_delivery_list"] == [{"logistics_id": 85, "tracking_number": TWO}]
    assert ask(ADD, extra(number, TWO)) == (50001, "运单号重复")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"extra_track_list": None}, 20007),
        ({"extra_track_list": "[]"}, 10000),
        ({"extra_track_list": "[1]"}, 10000),
        ({"extra_track_list": "{"}, 10000),
        ({"extra_track_list": '[{"shipping_id":4711,"tracking_number":"75000000000002"}]'}, 10000),
        ({"extra_track_list": '[{"shipping_id":115,"tracking_number":"?"}]'}, 50001),
        ({"extra_track_type": 4}, 10000),
    ],
)
def test_added_parcels_need_company_and_number(ask, platform, more, code):
    (number,) = platform.market.place()
    ask(SEND, ship(number))
    assert ask(ADD, extra(number, TWO, **more))[0] == code
    assert len(platform.market.sales[number].parcels) == 1


def test_companies_say_whether_they_may_be_used(ask):
    rows = ask("logistics.companies.get")["logistics_companies"]
    assert {row["id"] for row in rows if not row["available"]} == {999}
    assert {44, 85, 115} <= {row["id"] for row in rows}


def test_cases_are_listed_by_change_half_an_hour_at_a_time(ask, platform):
    one, two = platform.market.place(2)
    case = platform.market.ask_refund(one)
    platform.market.clock.advance(minutes=1)
    other = platform.market.ask_refund(two, with_goods=True)
    asked = {"start_updated_at": NOW - 600, "end_updated_at": NOW + 600, "after_sales_type": 1, "page_size": 1}
    listed = "refund.list.increment.get"
    assert ask(listed, asked)[0] == 20007
    asked["after_sales_status"] = 1
    first = ask(listed, asked)
    (row,) = first["refund_list"]
    assert (first["total_count"], str(row["id"]), row["after_sales_type"], row["after_sales_status"]) == (
        2,
        other,
        3,
        3,
    )
    assert (row["order_sn"], row["updated_time"]) == (two, str(NOW + 60))
    assert [str(row["id"]) for row in ask(listed, asked | {"page": 2})["refund_list"]] == [case]
    assert ask(listed, asked | {"after_sales_type": 2})["total_count"] == 1
    assert [str(row["id"]) for row in ask(listed, asked | {"order_sn": one})["refund_list"]] == [case]
    assert ask(listed, asked | {"end_updated_at": NOW + 1201})[0] == 10000


def test_stock_is_set_or_moved_and_never_below_zero(ask, platform):
    ware = platform.market.shelf.all()[0]
    asked = {"goods_id": ware.item, "sku_id": ware.sku, "quantity": 7}
    assert ask("goods.quantity.update", asked)["is_success"] is True
    by_code = {"goods_id": ware.item, "outer_id": ware.code, "quantity": -3, "update_type": 2}
    assert ask("goods.quantity.update", by_code)["is_success"] is True
    assert platform.market.shelf.find(sku=ware.sku).stock == 4
    for change in ({"quantity": -1}, {"sku_id": 1}, {"quantity": -5, "update_type": 2}):
        assert ask("goods.quantity.update", asked | change)[0] == 50001
    assert ask("goods.quantity.update", asked | {"sku_id": None})[0] == 20007
    assert ask("goods.quantity.update", asked | {"quantity": "many"})[0] == 10000


def test_goods_are_listed_with_their_skus_and_told_with_both_prices(ask, platform):
    items = list(dict.fromkeys(ware.item for ware in platform.market.shelf.all()))
    page = ask("goods.list.get", {"page": 2, "page_size": 2})
    assert [str(row["goods_id"]) for row in page["goods_list"]] == items[2:4]
    assert page["total_count"] == len(items)
    ware = platform.market.shelf.of_item(items[0])[0]
    first = ask("goods.detail.get", {"goods_id": items[0]})["sku_list"][0]
    assert (first["out_sku_sn"], first["multi_price"], first["price"]) == (ware.code, ware.price, ware.price + 200)
    assert ask("goods.detail.get", {"goods_id": 1})[0] == 50001


def test_a_piece_alone_costs_more_than_in_a_group(ask, platform):
    ware = platform.market.shelf.all()[0]

    def write(**row):
        told = orjson.dumps([{"sku_id": int(ware.sku)} | row]).decode()
        return ask("goods.sku.price.update", {"goods_id": ware.item, "sku_price_list": told})

    assert write(group_price=1990, single_price=2090)["is_success"] is True
    assert platform.market.shelf.find(sku=ware.sku).price == 1990
    assert write(group_price=2090) == (50001, "单买价必须大于拼单价")
    assert write(group_price="1990")[0] == 10000
    assert write(sku_id=1)[0] == 50001
