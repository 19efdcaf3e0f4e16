"""A refund before shipping, after it, of one line and of all."""

import pytest

from zhanggui.simulators.taobao.refused import NotPossible

LIST = "taobao.refunds.receive.get"
FIELDS = "refund_id,tid,oid,status,refund_fee,good_status,has_good_return,refund_phase,operation_contraint,modified"


def test_whole_trade_before_shipping(served):
    sim = served.simulator
    tid = sim.place(lines=[{"code": "TEA-LJ-100"}, {"code": "MUG-350-W"}])[0]
    sim.ask_refund(tid)
    refunds = served.call(LIST, fields=FIELDS)["refunds"]["refund"]
    assert {refund["status"] for refund in refunds} == {"WAIT_SELLER_AGREE"}
    assert {refund["good_status"] for refund in refunds} == {"BUYER_NOT_RECEIVED"}
    assert {order["refund_status"] for order in sim.trade(tid)["orders"]} == {"WAIT_SELLER_AGREE"}
    sim.agree_refund(tid)
    assert sim.trade(tid)["status"] == "TRADE_CLOSED"
    one = served.call("taobao.refund.get", refund_id=refunds[0]["refund_id"], fields="status,oid")
    assert one["refund"]["status"] == "SUCCESS"


def test_withdrawn_and_asked_again(served):
    sim = served.simulator
    tid = sim.place(lines=1)[0]
    sim.ask_refund(tid)
    with pytest.raises(NotPossible):
        sim.ask_refund(tid)
    sim.withdraw_refund(tid)
    assert sim.trade(tid)["orders"][0]["refund_status"] == "CLOSED"
    sim.ask_refund(tid)
    assert served.call(LIST, fields="refund_id", status="WAIT_SELLER_AGREE")["total_results"] == 1
    assert served.call(LIST, fields="refund_id")["total_results"] == 2


def test_goods_come_back(served):
    sim = served.simulator
    tid = sim.place(lines=1)[0]
    served.call("taobao.logistics.offline.send", tid=tid, company_code="YTO", out_sid="YT1234567890123")
    sim.ask_refund(tid)
    steps = [(sim.agree_refund, "WAIT_BUYER_RETURN_GOODS"), (sim.send_back, "WAIT_SELLER_CONFIRM_GOODS")]
    for step, state in [*steps, (sim.confirm_return, "SUCCESS")]:
        step(tid)
        assert sim.trade(tid)["orders"][0]["refund_status"] == state
    assert sim.trade(tid)["status"] == "TRADE_CLOSED"


def test_refused_refund_and_finish(served):
    sim = served.simulator
    tid = sim.place(lines=1)[0]
    sim.ask_refund(tid)
    sim.refuse_refund(tid)
    assert sim.trade(tid)["orders"][0]["refund_status"] == "SELLER_REFUSE_BUYER"
    served.call("taobao.logistics.offline.send", tid=tid, company_code="YTO", out_sid="YT1234567890123")
    sim.finish(tid)
    assert sim.trade(tid)["status"] == "TRADE_FINISHED"


def test_refund_list_window_and_pages(served):
    sim = served.simulator
    for tid in sim.place(5, lines=1):
        sim.ask_refund(tid)
        sim.clock.advance(60)
    window = {"start_modified": "2025-03-04 10:01:00", "end_modified": "2025-03-04 10:03:00"}
    assert served.call(LIST, fields="refund_id", **window)["total_results"] == 3
    page = served.call(LIST, fields="modified", page_size=2, use_has_next="true")
    assert page["has_next"]
    assert [refund["modified"] for refund in page["refunds"]["refund"]] == [
        "2025-03-04 10:04:00",
        "2025-03-04 10:03:00",
    ]
    assert served.call("taobao.refund.get", refund_id=1, fields="status")["sub_code"] == "isv.refund-not-exist"
