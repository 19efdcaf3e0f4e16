"""A client that others wrote works against the simulator unchanged."""

import asyncio
import time

import pytest
from servers.pinduoduo.client import PinduoduoMCP
from shared.cn_commerce_base import CommerceAPIError

from zhanggui.simulators.market.sales import Stage
from zhanggui.simulators.pinduoduo.listing import MALL_NAME
from zhanggui.simulators.pinduoduo.simulator import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, PinduoduoShop


@pytest.fixture
def platform() -> PinduoduoShop:
    return PinduoduoShop(seed=11)  # its clock is the machine's


@pytest.fixture
def ask(url, monkeypatch):
    """Calls one after the other, over one client."""
    monkeypatch.setattr(PinduoduoMCP, "BASE_URL", f"{url}/api/router")

    def ask(*calls, token=ACCESS_TOKEN, secret=CLIENT_SECRET):
        async def run():
            client = PinduoduoMCP(app_key=CLIENT_ID, app_secret=secret, access_token=token)
            try:
                return [await client._call(*call) for call in calls]
            finally:
                await client.close()

        return asyncio.run(run())

    return ask


def test_it_lists_goods_companies_orders_and_reads_one(ask, platform):
    numbers = platform.market.place(3)
    now = int(time.time())
    by_deal = {"start_confirm_at": now - 3600, "end_confirm_at": now + 60, "order_status": 5, "refund_status": 5}
    goods, companies, listed, read, shop = ask(
        ("pdd.goods.list.get", {"page": "1", "page_size": "20"}),
        ("pdd.logistics.companies.get", {}),
        ("pdd.order.list.get", by_deal | {"page": 1, "page_size": 10}),
        ("pdd.order.information.get", {"order_sn": numbers[0]}),
        ("pdd.mall.info.get", {}),
    )
    assert len(goods["goods_list_get_response"]["goods_list"]) == 20
    assert companies["logistics_companies_get_response"]["logistics_companies"]
    assert {row["order_sn"] for row in listed["order_list_get_response"]["order_list"]} == set(numbers)
    assert read["order_info_get_response"]["order_info"]["order_sn"] == numbers[0]
    assert shop["mall_info_get_response"]["mall_name"] == MALL_NAME


def test_it_ships_and_adds_a_parcel_given_as_a_list(ask, platform):
    (number,) = platform.market.place()
    tracks = [{"shipping_id": 85, "tracking_number": "YT0000000000018"}]
    ask(
        ("pdd.logistics.online.send", {"order_sn": number, "logistics_id": 115, "tracking_number": "75000000000001"}),
        ("pdd.order.upload.extra.logistics", {"order_sn": number, "extra_track_list": tracks}),
    )
    sale = platform.market.sales[number]
    assert (sale.stage, [parcel.waybill for parcel in sale.parcels]) == (
        Stage.SHIPPED,
        ["75000000000001", "YT0000000000018"],
    )


def test_it_understands_what_is_refused(ask):
    with pytest.raises(CommerceAPIError, match="50001"):
        ask(("pdd.order.information.get", {"order_sn": "250304-1"}))
    with pytest.raises(CommerceAPIError, match="20032"):
        ask(("pdd.mall.info.get", {}), token="other")
    with pytest.raises(CommerceAPIError, match="20004"):
        ask(("pdd.mall.info.get", {}), secret="other")
