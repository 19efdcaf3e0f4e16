"""Clients that others wrote work against the simulator unchanged."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from doudian import AppType, DouDian
from servers.doudian.client import DouDianAPIError, DouDianClient

from zhanggui.simulators.douyin.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, DouyinSimulator
from zhanggui.simulators.douyin.tokens import CODE, SHOP_ID
from zhanggui.simulators.market.sales import Stage


@pytest.fixture
def platform() -> DouyinSimulator:
    return DouyinSimulator(seed=11)  # their clocks are the machine's


@pytest.fixture(autouse=True)
def in_beijing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`doudian` writes the machine's local time."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def doudian(url):
    client = DouDian(APP_KEY, APP_SECRET, app_type=AppType.TOOL)
    client._gate_way = url
    assert client.init_token(CODE)
    return client


@pytest.fixture
def client(url, monkeypatch):
    monkeypatch.setattr(DouDianClient, "BASE_URL", url)
    return DouDianClient(APP_KEY, APP_SECRET, ACCESS_TOKEN, str(SHOP_ID))


def span(name):
    now = int(time.time())
    return {f"{name}_start": now - 3600, f"{name}_end": now + 60}


def test_doudian_lists_ships_and_hears(doudian, platform):
    numbers = platform.market.place(3)
    answer = doudian.request("/order/searchList", {"page": 0, "size": 10, **span("create_time")})
    assert sorted(row["order_id"] for row in answer["data"]["shop_order_list"]) == sorted(numbers)
    shipped = doudian.request(
        "/order/logisticsAdd",
        {
            "order_id": numbers[0],
            "company_code": "zhongtong",
            "logistics_code": "75000000000001",
            "company": "中通快递",
        },
    )
    assert (shipped["code"], platform.market.sales[numbers[0]].stage) == (10000, Stage.SHIPPED)
    for message in platform.messages.of(numbers[0]):
        (told,) = doudian.callback(dict(message.headers), message.body)
        assert told["data"]["p_id"] == int(numbers[0])


def test_doudian_of_a_seller_gets_its_token_by_the_shop(url, monkeypatch):
    with monkeypatch.context() as patched:  # it asks for a token before it can be pointed anywhere else
        patched.delattr("doudian.core.requests.post")
        client = DouDian(APP_KEY, APP_SECRET, shop_id=str(SHOP_ID))
    client._gate_way = url
    assert client.init_token()
    assert client._access_token() == ACCESS_TOKEN


def test_mcp_cn_commerce_reads_lists_and_cases_and_finds_their_shapes_right(client, platform):
    number, other = platform.market.place(2)
    case = platform.market.ask_refund(other)

    async def read():
        try:
            by_change = {"page": 0, "size": 10, "order_by": "update_time", "order_asc": True, **span("update_time")}
            listed = await client.request("order/searchList", by_change)
            detail = await client.request("order/orderDetail", {"shop_order_id": number})
            now = int(time.time())
            asked = {"update_start_time": now - 3600, "update_end_time": now + 60, "order_by": ["update_time asc"]}
            cases = await client.request("afterSale/List", {"page": 0, "size": 10, **asked})
            with pytest.raises(DouDianAPIError, match="20014"):
                await client.request("order/orderDetail", {"shop_order_id": "1"})
            return listed, detail, cases
        finally:
            await client.close()

    listed, detail, cases = asyncio.run(read())
    assert (listed["total"], {row["order_id"] for row in listed["shop_order_list"]}) == (2, {number, other})
    assert detail["shop_order_detail"]["order_id"] == number
    assert [row["aftersale_info"]["aftersale_id"] for row in cases["items"]] == [case]
