"""The script: the same seed gives the same trades, sums hold, and states are respected."""

import csv
from decimal import Decimal

import pytest

from zhanggui.simulators.taobao import TaobaoSimulator
from zhanggui.simulators.taobao.refused import NotPossible
from zhanggui.simulators.taobao.testing import Watch


def trades_of(seed, watch, n=40):
    simulator = TaobaoSimulator(clock=watch)
    try:
        return [simulator.trade(tid) for tid in simulator.place(n, seed=seed, at=watch.at, spread_s=600)]
    finally:
        simulator.close()


def test_same_seed_same_trades(watch):
    assert trades_of(5, watch) == trades_of(5, watch)
    assert trades_of(5, watch) != trades_of(6, watch)


def test_stream_with_a_seed_is_reproducible():
    def run():
        watch = Watch()
        simulator = TaobaoSimulator(clock=watch, seed=11)
        simulator.stream.per_minute = 30
        for _ in range(120):
            simulator.stream.step(watch.at)
            watch.advance(seconds=10)
        rows = simulator.platform.store.rows("SELECT tid, doc FROM trade ORDER BY tid")
        simulator.close()
        return [tuple(row) for row in rows]

    first = run()
    assert first == run()
    assert len(first) == 596


def test_sums_hold_to_the_fen(watch):
    for trade in trades_of(3, watch, n=300):
        lines = trade["orders"]
        assert sum(Decimal(o["divide_order_fee"]) for o in lines) + Decimal(trade["post_fee"]) == Decimal(
            trade["payment"]
        )
        assert Decimal(trade["total_fee"]) == sum(Decimal(o["price"]) * o["num"] for o in lines)
        assert (len(lines) == 1) == (lines[0]["oid"] == trade["tid"])
        if len(lines) == 1:
            assert lines[0]["payment"] == trade["payment"]
        assert len(str(trade["tid"])) == 19


def test_state_survives_a_restart(tmp_path, watch):
    path = str(tmp_path / "taobao.sqlite")
    first = TaobaoSimulator(path, clock=watch)
    tid = first.place()[0]
    first.close()
    second = TaobaoSimulator(path, clock=watch)
    assert second.trade(tid)["status"] == "WAIT_SELLER_SEND_GOODS"
    assert second.sessions.state() == "good"
    second.close()


def test_actions_need_their_state(served):
    sim = served.simulator
    tid = sim.place(paid=False)[0]
    assert sim.do("finish", [tid])["refused"][tid]["code"] == "wrong_state"
    assert sim.do("pay", [tid, "12"]) == {
        "done": [tid],
        "refused": {"12": {"code": "trade_unknown", "sentence": "there is no trade 12"}},
    }
    with pytest.raises(NotPossible):
        sim.cancel(tid)
    with pytest.raises(NotPossible):
        sim.do("explode", [tid])


def test_change_of_address_and_item(served, watch):
    sim = served.simulator
    tid = sim.place(lines=[{"code": "TS-BLK-M"}])[0]
    before = sim.trade(tid)
    watch.advance(minutes=1)
    sim.change_address(tid)
    sim.change_item(tid)
    after = sim.trade(tid)
    assert before["receiver"]["address"] != after["receiver"]["address"]
    assert before["receiver"]["name"] == after["receiver"]["name"]
    assert after["orders"][0]["outer_sku_id"].startswith("TS-")
    assert after["orders"][0]["outer_sku_id"] != "TS-BLK-M"
    assert after["modified"] > before["modified"]


def test_catalogue_of_ones_own(served, tmp_path):
    path = tmp_path / "skus.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("code", "title", "spec", "price", "stock"), ("A-1", "甲", "", "9.9", "2")])
    served.simulator.catalogue.load_file(path, replace=True)
    trade = served.simulator.trade(served.simulator.place(lines=[{"code": "A-1", "num": 3}])[0])
    assert trade["orders"][0]["is_oversold"]
    assert served.simulator.catalogue.by_code("A-1").stock == 0


@pytest.mark.parametrize("strangers", [True, False])
def test_buyers_come_back_unless_strangers_are_asked_for(served, strangers):
    tids = served.sim("orders", {"n": 60, "seed": 4, "strangers": strangers})["tids"]
    buyers = {served.simulator.trade(tid)["buyer_open_uid"] for tid in tids}
    assert (len(buyers) == len(tids)) == strangers


def test_control_over_http(served):
    tids = served.sim("orders", {"n": 3, "seed": 2, "paid": False, "at": "2025-03-04T09:30:00"})["tids"]
    assert served.sim("trades/pay", {"tids": tids})["done"] == tids
    assert served.sim(f"trades/{tids[0]}")["tid"] == tids[0]
    assert served.sim("trades?view=to_ship")["total"] == 3
    assert served.sim("chaos", {"faults": [{"kind": "throttle", "times": 4}], "settings": {"delay_s": 5}})["faults"]
    assert served.sim("chaos", {"clear": True})["faults"] == []
    assert served.sim("chaos", {"faults": [{"kind": "plague"}]})["code"] == "unknown_fault"
    assert served.sim("session", {"action": "expire"})["state"] == "expired"
    assert served.sim("stream", {"per_minute": 600})["running"]
    assert not served.sim("stream", {"per_minute": 0})["running"]
    assert served.sim("catalogue", {"skus": [{"code": "N-1", "title": "新", "price": "5"}]}) == {"loaded": 1}
    assert served.sim("clock", {"advance_s": 60})["now"] == "2025-03-04 10:01:00"
    state = served.sim("state")
    assert state["counts"]["all"] >= 3
    assert served.sim("log") == {"calls": []}
