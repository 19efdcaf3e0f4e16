"""Shipping: when it works, and every way it is refused."""

import pytest

SEND = "taobao.logistics.offline.send"
SF, OTHER_SF = "SF1234567890123", "SF1234567890999"
TWO = [{"code": "MUG-350-W"}, {"code": "TS-BLK-M", "num": 2}]


def suffix(answer):
    return answer["sub_code"].removeprefix("isv.logistics-offline-service-error:")


@pytest.fixture
def send(served):
    def send(tid, number=SF, company="SF", **params):
        return served.call(SEND, tid=tid, out_sid=number, company_code=company, **params)

    return send


def test_shipped_at_once(served, send, watch):
    tid = served.simulator.place()[0]
    watch.advance(minutes=1)
    assert send(tid)["shipping"] == {"is_success": True}
    trade = served.simulator.trade(tid)
    assert (trade["status"], trade["consign_time"]) == ("WAIT_BUYER_CONFIRM_GOODS", "2025-03-04 10:01:00")
    assert trade["modified"] == "2025-03-04 10:01:00"
    assert {(o["logistics_company"], o["invoice_no"]) for o in trade["orders"]} == {("顺丰速运", SF)}


def test_shipping_twice_tells_the_same_number_from_another(served, send):
    tid = served.simulator.place()[0]
    send(tid)
    assert suffix(send(tid)) == "B27"
    assert suffix(send(tid, OTHER_SF)) == "B04"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"company": ""}, "B56"),
        ({"company": "PIGEON"}, "B52"),
        ({"company": "X" * 31}, "B58"),
        ({"number": ""}, "B59"),
        ({"number": "12"}, "B60"),
        ({"is_split": "2"}, "P01"),
        ({"is_split": "1"}, "CD26"),
        ({"sub_tid": "1"}, "CD25"),
        ({"is_split": "1", "sub_tid": "1"}, "CD29"),
    ],
)
def test_refused_parameters(served, send, params, expected):
    tid = served.simulator.place(lines=1)[0]
    assert suffix(send(tid, **params)) == expected
    assert served.simulator.trade(tid)["status"] == "WAIT_SELLER_SEND_GOODS"


def test_refused_states(served, send):
    unpaid, cancelled, held = served.simulator.place(3, paid=False)
    served.simulator.cancel(cancelled)
    served.simulator.pay(held)
    served.simulator.hold(held)
    assert suffix(send(1)) == "B01"
    assert suffix(send(unpaid)) == "B02"
    assert suffix(send(cancelled)) == "B04"
    assert suffix(send(held)) == "B55"


def test_one_number_for_two_buyers_is_refused_and_for_one_buyer_taken(served, send):
    first, second = served.simulator.place(2, seed=1)
    assert served.simulator.trade(first)["buyer_open_uid"] != served.simulator.trade(second)["buyer_open_uid"]
    send(first)
    assert suffix(send(second)) == "B60"
    again = served.simulator.place(1, same_buyer_as=first)[0]
    assert send(again)["shipping"]["is_success"]


def test_split_shipping(served, send):
    tid = served.simulator.place(lines=TWO)[0]
    one, two = (order["oid"] for order in served.simulator.trade(tid)["orders"])
    assert suffix(send(tid, is_split="1", sub_tid="99")) == "P38"
    assert send(tid, is_split="1", sub_tid=one)["shipping"]["is_success"]
    trade = served.simulator.trade(tid)
    assert (trade["status"], trade["is_part_consign"]) == ("SELLER_CONSIGNED_PART", True)
    assert suffix(send(tid, OTHER_SF)) == "CD22"
    assert suffix(send(tid, SF, is_split="1", sub_tid=one)) == "B27"
    assert suffix(send(tid, OTHER_SF, is_split="1", sub_tid=one)) == "B04"
    send(tid, OTHER_SF, is_split="1", sub_tid=two)
    assert served.simulator.trade(tid)["status"] == "WAIT_BUYER_CONFIRM_GOODS"


def test_a_refunded_line_is_not_shipped_with_the_rest(served, send):
    tid = served.simulator.place(lines=TWO)[0]
    refunded, kept = (order["oid"] for order in served.simulator.trade(tid)["orders"])
    served.simulator.ask_refund(tid, oid=refunded)
    served.simulator.agree_refund(tid)
    send(tid)
    states = {order["oid"]: order["status"] for order in served.simulator.trade(tid)["orders"]}
    assert states == {refunded: "TRADE_CLOSED", kept: "WAIT_BUYER_CONFIRM_GOODS"}
    assert served.simulator.trade(tid)["status"] == "WAIT_BUYER_CONFIRM_GOODS"


def test_carriers_say_what_their_numbers_look_like(served):
    answer = served.call("taobao.logistics.companies.get", fields="code,name,reg_mail_no", session=None)
    companies = {company["code"]: company for company in answer["logistics_companies"]["logistics_company"]}
    assert {"SF", "YTO", "ZTO", "STO", "YUNDA", "EMS", "POSTB", "DBKD"} <= companies.keys()
    assert "id" not in companies["SF"]
