"""Masked receivers and the oaid that stands for them."""

BLOCK = "receiver_name,receiver_address,created,receiver_mobile,receiver_phone"
FULL = "taobao.trade.fullinfo.get"


def test_receiver_is_masked(served):
    tid = served.simulator.place()[0]
    clear = served.simulator.trade(tid)["receiver"]
    fields = f"{BLOCK},receiver_state,receiver_city,receiver_district,buyer_nick"
    shown = served.call(FULL, tid=tid, fields=fields)["trade"]
    assert shown["receiver_name"] == clear["name"][0] + "**"
    assert shown["receiver_mobile"] == "*******" + clear["mobile"][-4:]
    assert shown["receiver_state"] == clear["state"]
    assert clear["address"] not in shown["receiver_address"]
    assert "**" in shown["receiver_address"]
    assert shown["buyer_nick"].endswith("**")


def test_oaid_needs_all_five_fields(served):
    tid = served.simulator.place()[0]
    assert 0 < len(served.call(FULL, tid=tid, fields=BLOCK)["trade"]["oaid"]) <= 128
    assert "oaid" not in served.call(FULL, tid=tid, fields="receiver_name,created")["trade"]
    refused = served.call(FULL, tid=tid, fields="receiver_name", include_oaid="true")
    assert (refused["code"], refused["sub_code"]) == (15, "isv.oaid-field-miss")


def test_oaid_is_the_same_for_one_receiver_and_another_next_week(served, watch):
    first = served.simulator.place()[0]
    second = served.simulator.place(same_buyer_as=first)[0]
    one, other = (served.call(FULL, tid=tid, fields=BLOCK)["trade"]["oaid"] for tid in (first, second))
    watch.advance(days=7)
    assert one == other
    assert served.call(FULL, tid=first, fields=BLOCK)["trade"]["oaid"] != one
