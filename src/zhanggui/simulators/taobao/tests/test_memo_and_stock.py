"""Memo and stock calls, whose limits differ from call to call."""

import pytest

MEMO = "taobao.trade.memo.update"
ITEM = "taobao.item.quantity.update"
SKUS = "taobao.skus.quantity.update"


def test_memo_flag_and_reset(served):
    tid = served.simulator.place()[0]
    answer = served.call(MEMO, tid=tid, memo="加急 请发顺丰", flag=1)
    assert answer["trade"]["tid"] == int(tid)
    trade = served.simulator.trade(tid)
    assert (trade["seller_memo"], trade["seller_flag"]) == ("加急 请发顺丰", 1)
    served.call(MEMO, tid=tid, reset="true")
    assert served.simulator.trade(tid)["seller_memo"] == ""


def test_memo_limits(served):
    tid = served.simulator.place()[0]
    assert "trade" in served.call(MEMO, tid=tid, memo="急" * 333)
    assert served.call(MEMO, tid=tid, memo="急" * 334)["sub_code"] == "isv.invalid-parameter:memo"
    assert served.call(MEMO, tid=tid, memo="x", flag=6)["code"] == 41
    assert served.call(MEMO, tid=1, memo="x")["sub_code"] == "isv.trade-not-exist"


@pytest.fixture
def sku(served):
    return served.simulator.catalogue.by_code("MUG-350-W")


def test_item_quantity(served, sku):
    def update(**params):
        return served.call(ITEM, num_iid=sku.num_iid, **params)

    answer = update(sku_id=sku.sku_id, quantity=7)
    assert {s["outer_id"]: s["quantity"] for s in answer["item"]["skus"]["sku"]}["MUG-350-W"] == 7
    update(outer_id="MUG-350-W", quantity=-3, type=2)
    assert served.simulator.catalogue.by_code("MUG-350-W").stock == 4
    assert update(outer_id="MUG-350-W", quantity=-5, type=2)["code"] == 41
    assert update(outer_id="MUG-350-W", quantity=-1)["code"] == 41
    assert update(quantity=1)["sub_code"] == "isv.invalid-parameter:sku_id"
    assert served.call(ITEM, num_iid=1, quantity=1)["sub_code"] == "isv.item-not-exist"


def test_sku_quantities_clamp_where_the_item_call_refuses(served, sku):
    def update(**params):
        return served.call(SKUS, num_iid=sku.num_iid, **params)

    update(skuid_quantities=f"{sku.sku_id}:5")
    update(outerid_quantities="MUG-350-W:-9;MUG-350-G:1", type=2)
    assert served.simulator.catalogue.by_code("MUG-350-W").stock == 0
    assert update(skuid_quantities=f"{sku.sku_id}:-1")["code"] == 41
    assert update(skuid_quantities="x")["code"] == 41
    assert update()["code"] == 40
    assert update(outerid_quantities=";".join(f"C{n}:1" for n in range(21)))["code"] == 41
    assert update(outerid_quantities="NOPE:1")["sub_code"] == "isv.invalid-parameter:outerid_quantities"
