"""A client that others wrote works against the simulator unchanged, and finds its shapes right."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from servers.jd.client import JDMCP
from servers.jd.schema import ORDER_DETAIL, ORDER_SEARCH, SHOP_INFO
from shared.cn_commerce_base import CommerceAPIError

from zhanggui.simulators.jd.orders import SHOP_NAME
from zhanggui.simulators.jd.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, JDShop
from zhanggui.simulators.market.sales import Case
from zhanggui.simulators.stage.clock import written

FIELDS = "orderState,orderPayment,itemInfoList,consigneeInfo,modified"


@pytest.fixture
def platform() -> JDShop:
    return JDShop(seed=11)  # its clock is the machine's


@pytest.fixture
def ask(url, monkeypatch):
    """Calls one after the other, over one client."""
    monkeypatch.setattr(JDMCP, "BASE_URL", f"{url}/routerjson")

    def ask(*calls, token=ACCESS_TOKEN, secret=APP_SECRET):
        async def run():
            client = JDMCP(app_key=APP_KEY, app_secret=secret, access_token=token)
            try:
                return [await client._call(*call) for call in calls]
            finally:
                await client.close()

        return asyncio.run(run())

    return ask


def window(platform, start, end) -> dict[str, Any]:
    now = platform.market.clock()
    return {start: written(now - timedelta(hours=1)), end: written(now + timedelta(minutes=1))}


def test_it_lists_and_reads_orders_and_the_shop(ask, platform):
    numbers = platform.market.place(3)
    asked: dict[str, Any] = {"order_state": "ALL", "source_id": "JOS", "optional_fields": FIELDS, "page": "1"}
    asked |= {"page_size": "20", "dateType": 0, "sortType": 1, **window(platform, "start_date", "end_date")}
    one = {"order_id": int(numbers[0]), "source_id": "JOS", "optional_fields": FIELDS}
    listed, read, shop = ask((ORDER_SEARCH, asked), (ORDER_DETAIL, one), (SHOP_INFO, {}))
    rows = listed["jingdong_pop_order_search_responce"]["searchorderinfo_result"]["orderInfoList"]
    assert sorted(row["orderId"] for row in rows) == sorted(numbers)
    order = read["jingdong_pop_order_get_responce"]["orderDetailInfo"]["orderInfo"]
    assert (order["orderId"], order["orderState"]) == (numbers[0], "WAIT_SELLER_STOCK_OUT")
    assert shop["jingdong_vender_shop_query_responce"]["shop_jos_result"]["shop_name"] == SHOP_NAME


def test_it_reads_services_and_their_money(ask, platform):
    numbers = platform.market.place(2)
    cases = []
    for number in numbers:
        platform.market.ship(number, "1499", "75000000000001")
        cases.append(platform.market.ask_refund(number, with_goods=True))
    platform.market.settle_refund(numbers[0], cases[0], Case.PAID_BACK)
    asked = window(platform, "applyTimeBegin", "applyTimeEnd")
    asked |= {"pageNumber": 1, "pageSize": 50}
    money = [("jingdong.b2c.shop.aftersales.refund.get", {"afsServiceId": int(case)}) for case in cases]
    listed, paid, wished = ask(("jingdong.asc.serviceAndRefund.view", asked), *money)
    rows = listed["jingdong_asc_serviceAndRefund_view_responce"]["pageResult"]["data"]
    assert sorted(str(row["sameOrderServiceBill"]["serviceId"]) for row in rows) == sorted(cases)
    root = "jingdong_b2c_shop_aftersales_refund_get_responce"
    assert "afsActualRefundDetail" in paid[root]["result"]["data"]
    assert "afsEstimateRefundDetail" in wished[root]["result"]["data"]


def test_it_understands_what_is_refused(ask):
    unknown = {"order_id": 1, "source_id": "JOS", "optional_fields": FIELDS}
    with pytest.raises(CommerceAPIError, match="10100002"):
        ask((ORDER_DETAIL, unknown))
    with pytest.raises(CommerceAPIError, match="19"):
        ask((SHOP_INFO, {}), token="other")
    with pytest.raises(CommerceAPIError, match="12"):
        ask((SHOP_INFO, {}), secret="other")
