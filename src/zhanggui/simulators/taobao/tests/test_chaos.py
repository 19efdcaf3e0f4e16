"""What goes wrong on purpose goes wrong exactly as often as asked."""

import json

import httpx
import pytest

TIME = "taobao.time.get"
INCREMENT = "taobao.trades.sold.increment.get"
DAY = {"start_modified": "2025-03-03 12:00:00", "end_modified": "2025-03-04 12:00:00"}
SEND = "taobao.logistics.offline.send"


def test_throttled_calls_say_for_how_long(served):
    served.simulator.chaos.add("throttle", times=2, seconds=3)
    answers = [served.call(TIME) for _ in range(3)]
    assert [answer.get("code") for answer in answers] == [7, 7, None]
    assert answers[0]["sub_code"] == "accesscontrol.limited-by-api-access-count"
    assert "This ban will last for 3 more seconds" in answers[0]["sub_msg"]


def test_ban_ends_by_the_clock(served, watch):
    served.simulator.chaos.ban(30)
    watch.advance(seconds=12)
    assert "18 more seconds" in served.call(TIME)["sub_msg"]
    watch.advance(seconds=18)
    assert "time" in served.call(TIME)


@pytest.mark.parametrize(
    ("code", "sub_code"),
    [
        (3, ""),
        (4, ""),
        (7, "accesscontrol.limited-by-app-access-count"),
        (7, "isp.call-limited"),
        (10, ""),
        (11, "isv.permission-api-package-limit"),
        (15, "isp.top-remote-connection-timeout"),
        (15, "isv.logistics-offline-service-error:B150"),
        (52, ""),
    ],
)
def test_any_refusal_of_the_platform_can_be_scripted(served, code, sub_code):
    served.simulator.chaos.add("refuse", method=TIME, code=code, sub_code=sub_code, msg="scripted")
    assert "user" in served.call("taobao.user.seller.get", fields="nick")
    answer = served.call(TIME)
    assert (answer["code"], answer.get("sub_code", ""), answer["msg"]) == (code, sub_code, "scripted")
    assert "time" in served.call(TIME)


def test_broken_answers(served):
    chaos = served.simulator.chaos
    chaos.add("truncate")
    with pytest.raises(json.JSONDecodeError):
        served.post(TIME).json()
    chaos.add("html")
    assert served.post(TIME).text.startswith("<html>")
    chaos.add("http500")
    assert served.post(TIME).status_code == 500
    chaos.add("http502")
    assert served.post(TIME).status_code == 502
    chaos.add("drop")
    with pytest.raises(httpx.TransportError):
        served.post(TIME)
    assert "time" in served.call(TIME)


def test_dropped_before_and_after_the_change(served):
    first, second = served.simulator.place(2)
    for tid, kind, state in (
        (first, "drop", "WAIT_SELLER_SEND_GOODS"),
        (second, "drop_after", "WAIT_BUYER_CONFIRM_GOODS"),
    ):
        served.simulator.chaos.add(kind, method=SEND)
        with pytest.raises(httpx.TransportError):
            served.call(SEND, tid=tid, company_code="SF", out_sid="SF1234567890123")
        assert served.simulator.trade(tid)["status"] == state


def test_raw_control_characters(served):
    tid = served.simulator.place()[0]
    served.simulator.message(tid, "放门口\t轻拿\n轻放 C:\\new")
    served.simulator.chaos.change({"raw_controls": True})
    answer = served.post("taobao.trade.fullinfo.get", tid=tid, fields="buyer_message")
    assert b"\t" in answer.content
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)
    lenient = json.loads(answer.text, strict=False)["trade_fullinfo_get_response"]["trade"]
    assert lenient["buyer_message"] == "放门口\t轻拿\n轻放 C:\\new"


def test_slow_answer(served):
    served.simulator.chaos.add("slow", seconds=0.3)
    assert served.post(TIME).elapsed.total_seconds() >= 0.3
    assert served.post(TIME).elapsed.total_seconds() < 0.3


def test_delayed_visibility(served, watch):
    served.simulator.chaos.change({"delay_s": 60})
    served.simulator.place()
    assert served.call(INCREMENT, fields="tid", **DAY)["total_results"] == 0
    watch.advance(seconds=60)
    assert served.call(INCREMENT, fields="tid", **DAY)["total_results"] == 1


def test_repeated_and_shuffled_rows(served):
    served.simulator.place(4, spread_s=40)
    straight = [t["tid"] for t in served.call(INCREMENT, fields="tid", **DAY)["trades"]["trade"]]
    served.simulator.chaos.add("repeat")
    assert [t["tid"] for t in served.call(INCREMENT, fields="tid", **DAY)["trades"]["trade"]] == straight * 2
    served.simulator.chaos.add("shuffle")
    shuffled = [t["tid"] for t in served.call(INCREMENT, fields="tid", **DAY)["trades"]["trade"]]
    assert shuffled != straight
    assert sorted(shuffled) == sorted(straight)


def test_modified_stands_still_or_goes_back(served, watch):
    tid = served.simulator.place()[0]
    watch.advance(minutes=5)
    served.simulator.disorder(tid, how="equal", text="一")
    assert served.simulator.trade(tid)["modified"] == "2025-03-04 10:00:00"
    served.simulator.disorder(tid, how="back", text="二")
    trade = served.simulator.trade(tid)
    assert (trade["modified"], trade["buyer_message"]) == ("2025-03-04 09:58:30", "二")
    served.simulator.message(tid, "三")
    assert served.simulator.trade(tid)["modified"] == "2025-03-04 10:05:00"
