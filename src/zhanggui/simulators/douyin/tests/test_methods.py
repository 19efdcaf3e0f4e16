"""What the platform answers and refuses to each method."""

import pytest

from zhanggui.simulators.market.sales import Case, Stage

NOW = 1741053600  # 2025-03-04 10:00 in Beijing, in seconds


def by_change(**more):
    span = {"update_time_start": NOW - 3600, "update_time_end": NOW + 3600, "order_by": "update_time"}
    return {"page": 0, "size": 100} | span | more


def ship(number, **more):
    return {"order_id": number, "company_code": "zhongtong", "logistics_code": "75000000000001"} | more


def pack(*lines, waybill="75000000000001", **more):
    return {"shipped_order_info": list(lines), "logistics_code": waybill, "company_code": "zhongtong"} | more


@pytest.mark.parametrize(
    ("asked", "sub_code"),
    [
        ({"page": 0, "size": 10}, "isv.parameter-invalid:20011"),
        (by_change(size=101), "isv.parameter-invalid:20008"),
        (by_change(size=0), "isv.parameter-invalid"),
        (by_change(page=-1), "isv.parameter-invalid"),
        (by_change(page=501), "isv.parameter-invalid:20013"),
        (by_change(page=None), "isv.parameter-missing"),
        (by_change(update_time_end=None), "isv.parameter-invalid"),
        (by_change(order_by="pay_time"), "isv.parameter-invalid"),
        (by_change(combine_status=[{"order_status": "2"}, {"order_status": "3"}]), "isv.parameter-invalid:20012"),
        (
            {"page": 0, "size": 9, "create_time_start": NOW - 91 * 86_400, "create_time_end": NOW},
            "isv.parameter-invalid:20022",
        ),
    ],
)
def test_a_list_is_asked_for_with_page_size_and_span(ask, asked, sub_code):
    assert ask("order.searchList", asked)["sub_code"] == sub_code


def test_pages_count_from_zero_newest_first_unless_asked_otherwise(ask, platform):
    numbers = platform.market.place(5, spread_s=400)
    first = ask("order.searchList", by_change(size=2))["data"]
    assert (first["total"], [row["order_id"] for row in first["shop_order_list"]]) == (5, numbers[:2:-1])
    last = ask("order.searchList", by_change(size=2, page=2, order_asc=True))["data"]
    assert [row["order_id"] for row in last["shop_order_list"]] == numbers[-1:]


def test_lists_are_narrowed_by_status(ask, platform):
    paid, held = platform.market.place(2)
    platform.market.hold(held)
    rows = ask("order.searchList", by_change(combine_status=[{"order_status": "2,3"}]))["data"]["shop_order_list"]
    assert [row["order_id"] for row in rows] == [paid]


def test_an_order_is_told_in_fen_and_seconds_with_masks_and_ciphers(ask, platform):
    (number,) = platform.market.place(lines=3)
    sale = platform.market.sales[number]
    order = ask("order.orderDetail", {"shop_order_id": number})["data"]["shop_order_detail"]
    assert (order["order_id"], order["order_status"], order["create_time"]) == (number, 2, NOW)
    lines = order["sku_order_list"]
    assert lines[0]["order_id"] == number
    assert sum(line["pay_amount"] for line in lines) == order["pay_amount"] == sale.total
    assert sum(line["post_amount"] for line in lines) == order["post_amount"] == sale.freight
    assert sale.buyer.receiver.mobile not in str(order)
    assert order["encrypt_post_tel"].startswith("$$")


def test_an_order_of_nobody_is_refused(ask):
    assert ask("order.orderDetail", {"shop_order_id": "1"})["sub_code"] == "isv.parameter-invalid:20014"
    assert ask("order.orderDetail", {})["sub_code"] == "isv.missing-parameter:20000"


def test_a_remark_is_no_change_of_the_order(ask, platform):
    (number,) = platform.market.place()
    platform.market.clock.advance(minutes=1)
    asked = {"order_id": number, "remark": "加急", "is_add_star": "true", "star": "5"}
    assert ask("order.addOrderRemark", asked)["code"] == 10000
    order = ask("order.orderDetail", {"shop_order_id": number})["data"]["shop_order_detail"]
    assert (order["seller_words"], order["seller_remark_stars"], order["update_time"]) == ("加急", 5, NOW)
    assert ask("order.addOrderRemark", asked | {"star": "6"})["sub_code"] == "isv.parameter-invalid:50002"
    assert ask("order.addOrderRemark", asked | {"remark": "长" * 501})["sub_code"] == "isv.business-failed:50056"
    assert ask("order.addOrderRemark", asked | {"order_id": "1"})["sub_code"] == "isv.parameter-invalid:20002"


@pytest.mark.parametrize(
    ("more", "sub_code"),
    [
        ({"company_code": "pigeon"}, "isv.business-failed:60018"),
        ({"company_code": ""}, "isv.missing-parameter:60011"),
        ({"logistics_code": "?"}, "isv.business-failed:60017"),
        ({"order_id": "1"}, "isv.business-failed:60033"),
        ({"order_id": ""}, "isv.parameter-invalid:50049"),
    ],
)
def test_a_parcel_needs_company_number_and_order(ask, platform, more, sub_code):
    (number,) = platform.market.place()
    assert ask("order.logisticsAdd", ship(number, **more))["sub_code"] == sub_code
    assert platform.market.sales[number].stage is Stage.PAID


def test_an_order_leaves_once(ask, platform):
    (number,) = platform.market.place()
    assert ask("order.logisticsAdd", ship(number))["code"] == 10000
    for _ in range(2):
        assert ask("order.logisticsAdd", ship(number))["sub_code"] == "isv.business-failed:60110"


@pytest.mark.parametrize(
    ("stage", "number_of_refusal"),
    [("unpaid", 60137), ("held", 60109), ("cancelled", 60021), ("closed", 60068), ("done", 60113)],
)
def test_only_what_waits_to_be_shipped_leaves(ask, platform, stage, number_of_refusal):
    (number,) = platform.market.place()
    platform.market.sales[number].stage = Stage(stage)
    assert ask("order.logisticsAdd", ship(number))["sub_code"] == f"isv.business-failed:{number_of_refusal}"


def test_an_open_refund_keeps_the_order_here_unless_it_is_turned_down(ask, platform):
    (number,) = platform.market.place()
    platform.market.ask_refund(number)
    assert ask("order.logisticsAdd", ship(number))["sub_code"] == "isv.business-failed:60040"
    assert ask("order.logisticsAdd", ship(number, is_reject_refund=True))["code"] == 10000
    assert platform.market.sales[number].cases[0].state is Case.REFUSED


def test_parcels_take_lines_and_pieces_and_a_request_is_done_once(ask, platform):
    code, other = (ware.code for ware in platform.market.shelf.all()[:2])
    (number,) = platform.market.place(lines=[(code, 3), (other, 1)])
    first, second = (line.number for line in platform.market.sales[number].lines)
    asked = {"order_id": number, "request_id": "r1"}
    asked["pack_list"] = [pack({"shipped_order_id": first, "shipped_num": 2})]
    told = ask("order.logisticsAddMultiPack", asked)
    assert told["data"]["pack_list"][0]["shipped_order_info"] == [{"shipped_order_id": first, "shipped_num": 2}]
    assert ask("order.logisticsAddMultiPack", asked)["data"] == told["data"]
    assert len(platform.market.sales[number].parcels) == 1
    assert ask("order.logisticsAdd", ship(number))["sub_code"] == "isv.business-failed:60057"
    rest = asked | {"request_id": "r2"}
    rest["pack_list"] = [pack({"shipped_order_id": first}, {"shipped_order_id": second}, waybill="75000000000002")]
    assert ask("order.logisticsAddMultiPack", rest)["code"] == 10000
    assert platform.market.sales[number].stage is Stage.SHIPPED


def test_packs_are_done_together_or_not_at_all(ask, platform):
    (number,) = platform.market.place(lines=2)
    first, second = (line.number for line in platform.market.sales[number].lines)
    asked = {"order_id": number, "request_id": "r1"}
    for packs, sub_code in (
        ([pack({"shipped_order_id": first}), pack({"shipped_order_id": "1"})], "isv.business-failed:60102"),
        ([pack({"shipped_order_id": first}), pack({"shipped_order_id": first})], "isv.business-failed:70023"),
        ([pack({"shipped_order_id": second}), pack(company_code="pigeon")], "isv.business-failed:60018"),
        ([pack()], "isv.missing-parameter:60036"),
        ([], "isv.missing-parameter:60036"),
    ):
        assert ask("order.logisticsAddMultiPack", asked | {"pack_list": packs})["sub_code"] == sub_code
    assert not platform.market.sales[number].parcels
    without = {"order_id": number, "pack_list": [pack({"shipped_order_id": first})]}
    assert ask("order.logisticsAddMultiPack", without)["sub_code"] == "isv.missing-parameter:50050"


def test_cases_are_listed_by_change_only_in_that_order(ask, platform):
    one, two = platform.market.place(2)
    case = platform.market.ask_refund(one)
    platform.market.clock.advance(minutes=1)
    other = platform.market.ask_refund(two, with_goods=True)
    span = {"page": 0, "size": 1, "update_start_time": NOW - 60, "update_end_time": NOW + 600}
    assert ask("afterSale.List", span)["sub_code"] == "isv.parameter-invalid:11000"
    answer = ask("afterSale.List", span | {"order_by": ["update_time desc"]})["data"]
    info = answer["items"][0]["aftersale_info"]
    assert (answer["total"], answer["has_more"]) == (2, True)
    assert (info["aftersale_id"], info["aftersale_type"], info["aftersale_status"]) == (other, 0, 6)
    last = ask("afterSale.List", span | {"order_by": ["update_time desc"], "page": 1})["data"]
    assert (last["items"][0]["aftersale_info"]["aftersale_id"], last["has_more"]) == (case, False)


def test_stock_of_one_product_is_written_together_or_not_at_all(ask, platform):
    ware = platform.market.shelf.all()[0]
    row = {"sku_id": int(ware.sku), "sku_type": 0, "stock_num": 7}
    asked = {"product_id": int(ware.item), "incremental": False, "sku_sync_list": [row]}
    assert ask("sku.syncStockBatch", asked)["code"] == 10000
    assert platform.market.shelf.find(sku=ware.sku).stock == 7
    bad = asked | {"sku_sync_list": [row | {"stock_num": 9}, row | {"sku_id": 1}]}
    assert ask("sku.syncStockBatch", bad)["sub_code"] == "isv.parameter-invalid:2010013"
    assert platform.market.shelf.find(sku=ware.sku).stock == 7
    assert ask("sku.syncStockBatch", asked | {"product_id": 1})["sub_code"] == "isv.business-failed:2010058"


def test_one_stock_is_set_or_moved(ask, platform):
    ware = platform.market.shelf.all()[0]
    assert ask("sku.syncStock", {"code": ware.code, "stock_num": 5})["code"] == 10000
    moved = {"code": ware.code, "stock_num": -2, "incremental": True}
    assert ask("sku.syncStock", moved)["sub_code"] == "isv.missing-parameter:2010004"
    assert ask("sku.syncStock", moved | {"idempotent_id": "1"})["code"] == 10000
    assert platform.market.shelf.find(sku=ware.sku).stock == 3
    assert ask("sku.syncStock", {"code": "nobody", "stock_num": 5})["sub_code"] == "isv.parameter-invalid:5"
    assert ask("sku.syncStock", {"code": ware.code, "stock_num": -1})["sub_code"] == "isv.business-failed:2010012"


def test_products_are_listed_by_page_and_by_cursor_with_their_skus(ask, platform):
    items = list(dict.fromkeys(ware.item for ware in platform.market.shelf.all()))
    assert ask("product.listV2", {"page": 0, "size": 2})["sub_code"] == "isv.parameter-invalid:2010004"
    page = ask("product.listV2", {"page": 2, "size": 2})["data"]
    assert [str(row["product_id"]) for row in page["data"]] == items[2:4]
    seen, cursor = [], ""
    while True:
        asked = {"page": 1, "size": 50, "use_cursor": True, "cursor_id": cursor}
        rows = ask("product.listV2", asked)["data"]
        if not rows["data"]:
            break
        seen += [str(row["product_id"]) for row in rows["data"]]
        cursor = rows["cursor_id"]
    assert seen == items
    skus = ask("sku.list", {"product_id": int(items[0])})["data"]
    assert {row["code"] for row in skus} == {ware.code for ware in platform.market.shelf.of_item(items[0])}
    assert ask("sku.list", {"product_id": 1})["sub_code"] == "isv.parameter-invalid:4"


def test_a_price_is_fen(ask, platform):
    ware = platform.market.shelf.all()[0]
    asked = {"product_id": int(ware.item), "sku_id": int(ware.sku), "price": 1990}
    assert ask("sku.editPrice", asked)["code"] == 10000
    assert platform.market.shelf.find(sku=ware.sku).price == 1990
    assert ask("sku.editPrice", asked | {"price": 0})["sub_code"] == "isv.parameter-invalid"
