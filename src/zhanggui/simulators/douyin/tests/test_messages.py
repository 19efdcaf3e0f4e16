"""What the platform tells of its own accord, until it hears that it arrived."""

import time

import httpx
import orjson

from zhanggui.simulators.douyin.gateway import event_sign
from zhanggui.simulators.douyin.simulator import APP_KEY, APP_SECRET
from zhanggui.simulators.market.sales import Case
from zhanggui.simulators.stage.listener import listening

SUCCESS = b'{"code":0,"msg":"success"}'


def tags(platform, number):
    return [orjson.loads(message.body)[0]["tag"] for message in platform.messages.of(number)]


def test_every_change_that_has_a_tag_is_told_and_signed(platform):
    market = platform.market
    (number,) = market.place(paid=False)
    market.pay(number)
    case = market.ask_refund(number)
    market.settle_refund(number, case, Case.WITHDRAWN)
    market.ship(number, "zhongtong", "75000000000001")
    market.finish(number)
    assert tags(platform, number) == ["100", "101", "200", "207", "102", "103"]
    for message in platform.messages.of(number):
        assert message.headers["event-sign"] == event_sign(APP_KEY, message.body, APP_SECRET)
        (row,) = orjson.loads(message.body)
        assert (message.key, row["data"]["p_id"]) == (row["msg_id"], int(number))


def test_a_message_is_told_until_it_is_answered_and_then_no_more(platform, url):
    answers = [b"what?", SUCCESS]
    with listening(lambda query, body: answers.pop(0) if len(answers) > 1 else answers[0]) as listener:
        platform.market.place()
        platform.messages.address = listener.url
        assert [platform.messages.deliver() for _ in range(3)] == [0, 1, 0]
        assert len(listener.heard) == 2
        assert platform.messages.deliver(again=True) == 1


def test_an_address_is_told_by_itself_from_then_on(platform, url):
    with listening(lambda query, body: SUCCESS) as listener:
        httpx.post(f"{url}/sim/push", json={"address": listener.url})
        platform.market.place(2)
        until = time.monotonic() + 5
        while len(listener.heard) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        assert len(listener.heard) == 2
