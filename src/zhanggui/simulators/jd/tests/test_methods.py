"""What the platform does for each method, and what it does not."""

from datetime import timedelta

import pytest

from zhanggui.simulators.market.money import fen
from zhanggui.simulators.market.sales import Case, Stage
from zhanggui.simulators.stage.clock import written

FIELDS = (
    "orderState,orderPayment,balanceUsed,freightPrice,itemInfoList,consigneeInfo,waybill,logisticsId,modified,"
    "venderRemark"
)


@pytest.fixture
def window(platform):
    now = platform.market.clock()
    return {"start_date": written(now - timedelta(hours=1)), "end_date": written(now + timedelta(seconds=1))}


@pytest.fixture
def search(ask, window):
    def search(**asked):
        given = {"order_state": "ALL", "optional_fields": FIELDS, "page": "1", "page_size": "100", "source_id": "JOS"}
        return ask("pop.order.search", given | window | asked)["searchorderinfo_result"]

    return search


@pytest.fixture
def order(ask):
    def order(number):
        return ask("pop.order.get", {"order_id": int(number), "optional_fields": FIELDS})["orderDetailInfo"]

    return order


@pytest.fixture
def ship(ask):
    def ship(number, carrier="1499", waybill="75000000000001"):
        asked = {"orderId": number, "logiCoprId": carrier, "logiNo": waybill}
        return ask("pop.order.shipment", asked)["sopjosshipment_result"]

    return ship


def test_only_the_fields_asked_for_are_told(search, platform):
    platform.market.place()
    (row,) = search(optional_fields="orderState,modified")["orderInfoList"]
    assert row.keys() == {"orderId", "orderState", "modified"}


@pytest.mark.parametrize(
    "asked",
    [
        {"optional_fields": ""},
        {"order_state": ""},
        {"order_state": "NOWHERE"},
        {"page": "0"},
        {"page_size": "101"},
        {"start_date": ""},
        {"start_date": "2025-03-04"},
        {"start_date": "2025-01-01 00:00:00"},
        {"end_date": "2025-03-04 08:00:00"},
    ],
)
def test_a_list_that_is_asked_wrongly_is_refused(search, asked):
    told = search(**asked)
    assert (told["apiResult"]["success"], told["orderInfoList"]) == (False, [])
    assert told["apiResult"]["numberCode"] != "0"


def test_lists_are_sorted_as_asked_by_change_or_by_creation(search, platform):
    numbers = platform.market.place(3, spread_s=60)
    platform.market.touch(numbers[0])

    def listed(**asked):
        return [row["orderId"] for row in search(**asked)["orderInfoList"]]

    assert listed(sortType=1, dateType=1) == numbers[::-1]
    assert listed(dateType=1) == numbers
    assert listed(sortType=1)[:2] != numbers[::-1][:2]
    assert set(listed()) == set(numbers)


def test_pages_have_their_size_and_end_at_the_hundredth(search, platform):
    platform.market.place(130)
    assert [len(search(page=page)["orderInfoList"]) for page in ("1", "2", "3", "101")] == [100, 30, 0, 0]
    assert search(page="101")["orderTotal"] == 130


def test_states_can_be_asked_for(search, platform):
    (paid, held), (unpaid,) = platform.market.place(2), platform.market.place(paid=False)
    platform.market.hold(held)
    assert [row["orderId"] for row in search(order_state="NOT_PAY")["orderInfoList"]] == [unpaid]
    both = search(order_state="WAIT_SELLER_STOCK_OUT,POP_ORDER_PAUSE")["orderInfoList"]
    assert {row["orderId"] for row in both} == {paid, held}


def test_what_waits_can_be_listed_without_dates(search, platform):
    platform.market.place()
    told = search(order_state="WAIT_SELLER_STOCK_OUT", start_date="", end_date="")
    assert len(told["orderInfoList"]) == 1


def test_an_unknown_order_is_an_error_of_the_business(order):
    told = order("1")
    assert (told["apiResult"]["success"], told["apiResult"]["numberCode"]) == (False, "10100002")
    assert "orderInfo" not in told


def test_money_adds_up_with_what_came_from_the_balance(search, platform):
    platform.market.place(60)
    rows = search()["orderInfoList"]
    for row in rows:
        sale = platform.market.sales[row["orderId"]]
        assert fen(row["orderPayment"]) + fen(row["balanceUsed"]) == sale.total
    assert any(fen(row["balanceUsed"]) for row in rows)


def test_receivers_are_masked_and_municipalities_shifted(search, platform):
    platform.market.place(200)
    rows = [row["consigneeInfo"] for page in ("1", "2") for row in search(page=page)["orderInfoList"]]
    assert all("*" in one["fullname"] and "*" in one["mobile"] and one["encrypt_mobile"] for one in rows)
    shifted = [one for one in rows if one["province"] in {"北京", "上海", "天津", "重庆"}]
    assert shifted
    assert all(not one["town"] and one["fullAddress"].startswith(one["province"] + one["city"]) for one in shifted)


def test_an_order_leaves_once_with_all_its_waybills(ship, order, platform):
    (number,) = platform.market.place(lines=2)
    assert ship(number, "463|1499", "YT1000001,YT1000002|75000000000001")["success"]
    told = order(number)["orderInfo"]
    assert (told["logisticsId"], told["waybill"]) == ("463|1499", "YT1000001,YT1000002|75000000000001")
    assert told["orderState"] == "WAIT_GOODS_RECEIVE_CONFIRM"
    again = ship(number)
    assert (again["success"], again["errorCode"]) == (False, "10400001")
    assert order(number)["orderInfo"] == told


@pytest.mark.parametrize(
    ("carrier", "waybill", "code"),
    [
        ("7", "75000000000001", "10400004"),
        ("1499", "", "10400006"),
        ("1499", "a b", "10400006"),
        ("1499|463", "75000000000001", "10400005"),
        ("", "75000000000001", "10400004"),
    ],
)
def test_a_bad_parcel_is_refused(ship, platform, carrier, waybill, code):
    (number,) = platform.market.place()
    assert ship(number, carrier, waybill)["errorCode"] == code
    assert platform.market.sales[number].stage is Stage.PAID


def test_own_delivery_keeps_no_number(ship, order, platform):
    (number,) = platform.market.place()
    assert ship(number, "1274", "")["success"]
    assert (order(number)["orderInfo"]["logisticsId"], order(number)["orderInfo"]["waybill"]) == ("1274", "")


def test_what_may_not_leave_stays(ship, platform):
    (locked, held), (unpaid, cancelled) = platform.market.place(2), platform.market.place(2, paid=False)
    platform.market.ask_refund(locked)
    platform.market.hold(held)
    platform.market.cancel(cancelled)
    codes = [ship(number)["errorCode"] for number in (locked, held, unpaid, cancelled, "1")]
    assert codes == ["10400003", "10400002", "10400002", "10400002", "10100002"]


def test_an_open_application_locks_the_order_until_it_is_refused(order, platform):
    (number,) = platform.market.place()
    case = platform.market.ask_refund(number)
    assert order(number)["orderInfo"]["orderState"] == "LOCKED"
    platform.market.settle_refund(number, case, Case.REFUSED)
    assert order(number)["orderInfo"]["orderState"] == "WAIT_SELLER_STOCK_OUT"


def test_wishes_stand_in_the_list_of_their_time(ask, platform):
    before, after = platform.market.place(2)
    early = platform.market.ask_refund(before)
    platform.market.ship(after, "1499", "75000000000001")
    late = platform.market.ask_refund(after, with_goods=True)
    now = platform.market.clock()
    applied = {"applyTimeStart": written(now - timedelta(hours=1)), "applyTimeEnd": written(now + timedelta(seconds=1))}
    asked = {"pageIndex": 1, "pageSize": 50, **applied}
    told = ask("pop.afs.soa.refundapply.queryPageList", asked)["queryResult"]
    assert [(str(row["id"]), row["status"]) for row in told["result"]] == [(early, 0)]
    assert told["result"][0]["applyRefundSum"] == platform.market.sales[before].total
    asked = {"pageNumber": 1, "pageSize": 50, "orderId": int(after)}
    (row,) = ask("asc.serviceAndRefund.view", asked)["pageResult"]["data"]
    assert str(row["sameOrderServiceBill"]["serviceId"]) == late
    money = ask("b2c.shop.aftersales.refund.get", {"afsServiceId": int(late)})["result"]["data"]
    assert set(money) == {"orderId", "afsEstimateRefundDetail"}
    platform.market.settle_refund(after, late, Case.PAID_BACK)
    money = ask("b2c.shop.aftersales.refund.get", {"afsServiceId": int(late)})["result"]["data"]
    assert set(money) == {"orderId", "afsActualRefundDetail"}
    assert not ask("b2c.shop.aftersales.refund.get", {"afsServiceId": int(early)})["result"]["success"]


def test_services_are_asked_for_by_a_week_at_most(ask, platform):
    now = platform.market.clock()
    span = {"applyTimeBegin": written(now - timedelta(days=8)), "applyTimeEnd": written(now)}
    for asked in (span, {}, {"pageSize": 51, "orderId": 1}):
        assert not ask("asc.serviceAndRefund.view", {"pageNumber": 1, "pageSize": 10} | asked)["pageResult"]["success"]


def test_decided_applications_are_found_by_that_moment(ask, platform):
    one, other = platform.market.place(2)
    case, _ = platform.market.ask_refund(one), platform.market.ask_refund(other)
    platform.market.clock.advance(minutes=10)
    platform.market.settle_refund(one, case, Case.REFUSED)
    now = platform.market.clock()
    asked = {"checkTimeStart": written(now - timedelta(minutes=1)), "checkTimeEnd": written(now + timedelta(seconds=1))}
    told = ask("pop.afs.soa.refundapply.queryPageList", {"pageIndex": 1, "pageSize": 50} | asked)["queryResult"]
    assert [(str(row["id"]), row["status"]) for row in told["result"]] == [(case, 2)]


def test_remarks_are_written_over_and_measured(ask, order, platform):
    (number,) = platform.market.place()

    def remark(text, flag=1):
        asked = {"order_id": int(number), "flag": flag, "remark": text}
        return ask("pop.order.modifyVenderRemark", asked)["modifyvenderremark_result"]

    assert remark("加急")["success"]
    assert remark("x" * 501)["error_code"] == "10100039"
    assert remark("x", flag=6)["error_code"] == "10100040"
    assert order(number)["orderInfo"]["venderRemark"] == "加急"


def test_goods_are_listed_page_by_page_with_the_fields_asked_for(ask, platform):
    wares = platform.market.shelf.all()
    page = ask("sku.read.searchSkuList", {"pageNo": 1, "page_size": 10, "field": "outerId,stockNum"})["page"]
    assert (page["totalItem"], len(page["data"])) == (len(wares), min(10, len(wares)))
    assert page["data"][0].keys() == {"wareId", "skuId", "outerId", "stockNum"}


def test_stock_and_prices_are_written_by_sku(ask, platform):
    ware, other = platform.market.shelf.all()[:2]
    assert ask("stock.write.updateSkuStock", {"skuId": int(ware.sku), "stockNum": 3})["success"]
    assert not ask("stock.write.updateSkuStock", {"skuId": 1, "stockNum": 3})["success"]
    assert not ask("stock.write.updateSkuStock", {"skuId": int(ware.sku), "stockNum": -3})["success"]
    rows = [{"skuId": int(other.sku), "stockNum": 5}, {"skuId": 1, "stockNum": 5}]
    req = {"updateModel": "fullStockIn", "stockRfId": "once", "skuStocks": rows}
    told = ask("ware.stock.sku.set", {"req": req})["returnType"]["obj"]["updateStockResult"]
    assert [row["success"] for row in told] == [True, False]
    assert [platform.market.shelf.find(sku=one.sku).stock for one in (ware, other)] == [3, 5]
    assert not ask("ware.stock.sku.set", {"req": req | {"skuStocks": rows * 16}})["returnType"]["success"]
    assert ask("price.write.updateSkuJdPrice", {"skuId": int(ware.sku), "jdPrice": "19.90"})["success"]
    assert platform.market.shelf.find(sku=ware.sku).price == 1990
    assert not ask("price.write.updateSkuJdPrice", {"skuId": int(ware.sku), "jdPrice": "19.905"})["success"]
