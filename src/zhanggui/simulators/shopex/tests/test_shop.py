"""The simulator refuses what the hub and ECShop refuse."""

import httpx
import pytest

from zhanggui.simulators.shopex.simulator import OURS, SHOP, SHOP_TOKEN, TOKEN, ShopexHub, _ecshop_signature, _signature


@pytest.fixture
def hub():
    return ShopexHub(seed=3)


@pytest.fixture
def url(hub):
    with hub.server.serving() as address:
        yield address


def call(url, *, sign="", **given):
    form = {"app_id": "ecos.ome", "from_node_id": OURS, "to_node_id": SHOP, **given}
    form["sign"] = sign or _signature(form, TOKEN)
    return httpx.post(f"{url}/sync", data=form).json()


def ask(url, *, ac="", **given):
    form = {"api_version": "1.0", "return_data": "json", **given}
    return httpx.post(f"{url}/api.php", data={**form, "ac": ac or _ecshop_signature(form)}).json()


def test_a_wrong_signature_and_a_strange_node(hub, url):
    assert call(url, sign="0" * 32, method="store.trades.sold.get")["err_msg"] == "sign error"
    assert call(url, method="store.trades.sold.get", to_node_id="9")["err_msg"] == "node is not bound"
    assert call(url, method="other.get")["err_msg"] == "no such method"


def test_what_does_not_exist_and_what_has_left(hub, url):
    (number,) = hub.market.place()
    assert call(url, method="store.trade.fullinfo.get", tid="1")["res"] == "order_not_exist"
    send = {"method": "store.logistics.offline.send", "tid": number, "company_code": "SF", "logistics_no": "SF1"}
    assert call(url, **send)["rsp"] == "succ"
    assert call(url, **send)["res"] == "w06105"
    assert call(url, **{**send, "tid": "1"})["res"] == "w06102"
    assert call(url, **{**send, "logistics_no": ""})["res"] == "w06001"


def test_windows_need_moments_and_pages_have_an_end(hub, url):
    window = {"start_time": "2026-01-01 00:00:00", "end_time": "2026-01-02 00:00:00"}
    assert call(url, method="store.trades.sold.get", start_time="yesterday")["rsp"] == "fail"
    assert call(url, method="store.trades.sold.get", **window, page_size="500")["rsp"] == "fail"
    assert call(url, method="store.trades.sold.get", **window)["rsp"] == "succ"


def test_ecshop_answers_as_its_interface_is_written(hub, url):
    assert SHOP_TOKEN
    assert ask(url, act="search_goods_list", ac="0")["msg"] == "0x009"
    assert ask(url, act="search_deleted_goods_list")["msg"] == "0x007"
    assert ask(url, act="search_orders")["msg"] == "0x008"
    assert ask(url, act="search_site_info")["result"] == "success"
    goods = ask(url, act="search_goods_list", pages="1", counts="5")["info"]
    assert len(goods["data_info"]) == 5
    assert int(goods["counts"]) == len(hub.market.shelf.all())
