"""What becomes of one call when the other side misbehaves."""

from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase

import pytest

from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.pinduoduo.channel import Pinduoduo
from zhanggui.connectors.pinduoduo.client import ROOTS
from zhanggui.connectors.pinduoduo.errors import PACKAGE
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.taobao.tests.canned import HALF, canned
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled
from zhanggui.simulators.pinduoduo.gateway import Refused
from zhanggui.simulators.pinduoduo.simulator import PinduoduoShop

MEMO = "pdd.order.note.update"


def write_memo(channel, account, number="250304-123456789012345"):
    channel.write_memo(account, order_number=number, memo="加急", flag=3)


def refuse(other, *refused):
    """The next calls are refused so; then they are answered."""
    waiting = list(refused)

    def answer(asked):
        if waiting:
            raise waiting.pop(0)
        return {"response": {"success": True, "error_code": 0, "error_msg": ""}}

    other.answer(MEMO, answer)


@pytest.mark.parametrize(
    ("code", "action"),
    [
        ("10000", "fix_request"),
        ("10001", "fix_request"),
        ("10002", "fix_request"),
        ("10010", "operator"),
        ("10011", "operator"),
        ("10014", "reauthorize"),
        ("10016", "fix_request"),
        ("10019", "refresh_or_reauthorize"),
        ("10035", "refresh_or_reauthorize"),
        ("20004", "fix_request"),
        ("20005", "operator"),
        ("20007", "fix_request"),
        ("20031", "operator"),
        ("20032", "reauthorize"),
        ("50000", "retry"),
        ("50001", "fix_data"),
        ("50012", "operator"),
        ("52101", "backoff"),
        ("52102", "retry"),
        ("52103", "retry"),
        ("70031", "backoff"),
        ("70032", "backoff"),
        ("70033", "retry"),
        ("70034", "operator"),
        ("12345", "refused"),
    ],
)
def test_every_error_of_the_table_asks_for_its_action(code, action):
    assert action_for(PACKAGE, code, code) == action


@pytest.mark.parametrize("sub_code", ["10019", "10035"])
def test_an_expired_token_is_known_below_another_error(sub_code):
    assert action_for(PACKAGE, "50001", sub_code) == "refresh_or_reauthorize"


@pytest.mark.parametrize("kind", ["html", "http500", "http502", "drop", "truncate"])
def test_trouble_is_sat_out_a_few_times_and_then_called_down(channel, account, other, slept, kind):
    (number,) = other.place()
    other.trouble(kind, times=3, call=MEMO)
    write_memo(channel, account, number)
    assert slept == [0.5, 1.0, 2.0]
    other.trouble(kind, times=9, call=MEMO)
    with pytest.raises(ChannelDown):
        write_memo(channel, account, number)


@pytest.mark.parametrize("code", [50000, 52102, 52103, 70033])
def test_the_platforms_own_trouble_passes(channel, account, other, slept, code):
    refuse(other, Refused(code, "服务暂时不可用"))
    write_memo(channel, account)
    assert slept == [0.5]


@pytest.mark.parametrize("code", [52101, 70031, 70032])
def test_a_limit_is_waited_for_and_told_when_it_lasts(channel, account, other, slept, code):
    refuse(other, Refused(code, "调用过于频繁"))
    write_memo(channel, account)
    assert slept == [0.5]
    refuse(other, *[Refused(code, "调用过于频繁")] * 4)
    with pytest.raises(ChannelThrottled) as refused:
        write_memo(channel, account)
    assert refused.value.data["seconds"] == 60


@pytest.mark.parametrize("code", [10014, 10019, 10035, 20032])
def test_a_lost_authorisation_is_named_with_its_shop_at_once(channel, account, other, slept, code):
    refuse(other, Refused(code, "access_token已过期"))
    with pytest.raises(ChannelLoginExpired) as refused:
        write_memo(channel, account)
    assert (refused.value.data, slept) == ({"shop": "PDD01"}, [])


def test_a_business_refusal_is_told_in_the_platforms_words_and_not_repeated(channel, account, other):
    with pytest.raises(ChannelRefused) as refused:
        write_memo(channel, account)
    assert str(refused.value) == "The platform Pinduoduo refused: 订单不存在 (50001)."
    assert list(other.server.calls) == [MEMO]


def test_what_was_not_done_is_refused_though_the_answer_is_no_error(channel, account, other):
    other.answer(MEMO, lambda asked: {"response": {"success": False, "error_code": 7, "error_msg": "备注过长"}})
    with pytest.raises(ChannelRefused, match="备注过长"):
        write_memo(channel, account)


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (b'{"order_info_get_response":{}}', "an answer to something else"),
        (b"[]", "not a JSON object"),
        (b"<html>", "an HTML page instead of JSON"),
        (b"\xb4\xed", "not UTF-8"),
        ((302, b""), "HTTP 302"),
        (HALF, "connection lost"),
    ],
)
def test_what_is_no_answer_is_called_so(channel, make_account, answered, said):
    with canned(answered) as server, pytest.raises(ChannelDown) as refused:
        write_memo(channel, make_account(server.url))
    assert refused.value.data == {"channel": "Pinduoduo", "reason": said}
    assert len(server.calls) == 4


@pytest.mark.parametrize(("setting", "value"), [("client_id", ""), ("gateway", "gw-api.pinduoduo.com")])
def test_an_incomplete_account_is_named_before_anything_is_sent(channel, make_account, setting, value):
    account = make_account(**{"gateway": "http://127.0.0.1:9", setting: value})
    with pytest.raises(AccountIncomplete) as refused:
        write_memo(channel, account)
    assert refused.value.data["setting"] == setting


def test_a_shop_without_a_token_must_be_authorised(channel, make_account):
    with pytest.raises(ChannelLoginExpired):
        write_memo(channel, make_account("http://127.0.0.1:9", secrets={"access_token": ""}))


def test_a_wrong_secret_is_told(channel, make_account, account):
    wrong = make_account(account.settings["gateway"], secrets={"client_secret": "guessed"})
    with pytest.raises(ChannelRefused, match="签名"):
        write_memo(channel, wrong)


def test_a_clock_that_is_wrong_is_told(account, other):
    late = Pinduoduo(clock=lambda: other.now() - timedelta(hours=1))
    with pytest.raises(ChannelRefused, match="timestamp"):
        write_memo(late, account)
    late.close()


def test_every_call_is_paced_by_its_method(channel, account, other):
    (number,) = other.place()
    calls: list[str] = []
    write_memo(channel, replace(account, pace=calls.append), number)
    assert calls == [MEMO]


def test_each_method_has_one_limit_and_a_root_the_platform_answers_with(channel):
    known = PinduoduoShop().methods
    for method in ROOTS:
        assert method in known
        assert len([rate for rate in channel.rates if fnmatchcase(method, rate.call)]) == 1, method
