"""An unchanged client from the package index works against the simulator."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from taobaopy.taobao import TaoBaoAPIClient, TaoBaoAPIError

from zhanggui.simulators.taobao.testing import Served, taobao


@pytest.fixture
def shanghai(monkeypatch) -> Iterator[None]:
    """The client stamps its calls with the machine's local time."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def live(shanghai) -> Iterator[Served]:
    with taobao(seed=1) as served:
        yield served


@pytest.fixture
def client(live):
    client = TaoBaoAPIClient("20001234", "demo-secret", domain=live.url)
    client.set_access_token("sess-demo-01")
    return client


def test_list_read_ship_and_memo(live, client):
    tids = live.simulator.place(3, at=datetime.now(UTC))
    listed = client.trades_sold_get(fields="tid,tid_str,status,orders")["trades_sold_get_response"]
    assert listed["total_results"] == 3
    assert {trade["tid_str"] for trade in listed["trades"]["trade"]} == set(tids)

    full = client.trade_fullinfo_get(tid=tids[0], fields="tid,payment,orders.oid")["trade_fullinfo_get_response"]
    assert full["trade"]["tid"] == int(tids[0])

    sent = client.logistics_offline_send(tid=tids[0], company_code="ZTO", out_sid="75123456789012")
    assert sent["logistics_offline_send_response"]["shipping"]["is_success"] is True
    assert live.simulator.trade(tids[0])["orders"][0]["invoice_no"] == "75123456789012"

    client.trade_memo_update(tid=tids[0], memo="已发 顺丰\n加急", flag=3)
    assert live.simulator.trade(tids[0])["seller_memo"] == "已发 顺丰\n加急"


def test_it_understands_refusals_and_raw_control_characters(live, client):
    with pytest.raises(TaoBaoAPIError) as caught:
        client.trade_fullinfo_get(tid=1, fields="tid")
    assert caught.value.sub_code == "isv.trade-not-exist"
    tid = live.simulator.place()[0]
    live.simulator.message(tid, "一\t二")
    live.simulator.chaos.add("raw")
    answer = client.trade_fullinfo_get(tid=tid, fields="buyer_message")["trade_fullinfo_get_response"]
    assert answer["trade"]["buyer_message"] == "一\t二"


def test_it_retries_what_the_platform_calls_its_own_fault(live, client):
    live.simulator.chaos.add("refuse", times=2, sub_code="isp.top-remote-service-unavailable")
    live.simulator.chaos.add("throttle", seconds=1)
    assert "time_get_response" in client.time_get()
