"""What becomes of one call when the other side misbehaves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.douyin.channel import Douyin
from zhanggui.connectors.douyin.errors import PACKAGE
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.taobao.tests.canned import HALF, canned
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled
from zhanggui.simulators.douyin.gateway import Refused

MEMO = "order.addOrderRemark"


def write_memo(channel, account, number="6900000000000000001"):
    channel.write_memo(account, order_number=number, memo="加急", flag=3)


def refuse(other, *refused):
    """The next calls are refused so; then they are answered."""
    waiting = list(refused)

    def answer(asked):
        if waiting:
            raise waiting.pop(0)
        return {}

    other.answer(MEMO, answer)


@pytest.mark.parametrize(
    ("code", "sub_code", "action"),
    [
        ("20000", "dop.service-error", "retry"),
        ("20000", "isp.service-error:9999", "retry"),
        ("20001", "isp.service-timeout-error:1103", "retry"),
        ("30001", "dop.no-permissions", "operator"),
        ("30001", "isv.app-permissions-insufficient", "operator"),
        ("30001", "dop.authorization-no-existed", "reauthorize"),
        ("30001", "dop.authorization-closed", "reauthorize"),
        ("30001", "dop.app-forbidden", "operator"),
        ("40001", "isv.parameter-missing", "fix_request"),
        ("40001", "isv.signature-missing", "fix_request"),
        ("40001", "isv.access-token-missing", "fix_request"),
        ("40002", "isv.missing-parameter:50050", "fix_request"),
        ("40003", "isv.parameter-invalid", "fix_request"),
        ("40003", "isv.signature-invalid", "fix_request"),
        ("40003", "isv.access-token-expired", "refresh_or_reauthorize"),
        ("40003", "isv.access-token-no-existed", "reauthorize"),
        ("40003", "isv.timestamp-invalid", "fix_clock"),
        ("40003", "isv.idempotent-id-existed", "treat_as_done_after_check"),
        ("40003", "isv.app-id-expired", "operator"),
        ("40004", "isv.parameter-invalid:5", "fix_data"),
        ("50001", "", "reauthorize"),
        ("50002", "isv.business-failed:300008", "fix_data"),
        ("50002", "isv.business-failed:60110", "treat_as_done_after_check"),
        ("50002", "isv.business-failed:60106", "retry"),
        ("60000", "isv.traffic-limited", "backoff"),
        ("70000", "", "operator"),
        ("90000", "", "operator"),
        ("12345", "", "refused"),
    ],
)
def test_every_error_of_the_table_and_its_family_asks_for_its_action(code, sub_code, action):
    assert action_for(PACKAGE, code, sub_code) == action


@pytest.mark.parametrize("kind", ["html", "http500", "http502", "drop", "truncate"])
def test_trouble_is_sat_out_a_few_times_and_then_called_down(channel, account, other, slept, kind):
    (number,) = other.place()
    other.trouble(kind, times=3, call=MEMO)
    write_memo(channel, account, number)
    assert slept == [0.5, 1.0, 2.0]
    other.trouble(kind, times=9, call=MEMO)
    with pytest.raises(ChannelDown):
        write_memo(channel, account, number)


def test_the_platforms_own_trouble_passes(channel, account, other, slept):
    refuse(
        other, Refused(20000, "系统错误", "isp.service-error:10005"), Refused(50002, "", "isv.business-failed:60106")
    )
    write_memo(channel, account)
    assert slept == [0.5, 1.0]


def test_a_limit_is_waited_for_and_told_when_it_lasts(channel, account, other, slept):
    limited = Refused(60000, "请求被限流", "isv.traffic-limited", "")
    refuse(other, limited)
    write_memo(channel, account)
    assert slept == [0.5]
    refuse(other, *[limited] * 4)
    with pytest.raises(ChannelThrottled) as refused:
        write_memo(channel, account)
    assert refused.value.data["seconds"] == 60


@pytest.mark.parametrize(
    ("code", "sub_code"),
    [(40003, "isv.access-token-expired"), (40003, "isv.access-token-no-existed"), (30001, "dop.authorization-closed")],
)
def test_a_lost_authorisation_is_named_with_its_shop_at_once(channel, account, other, slept, code, sub_code):
    refuse(other, Refused(code, "非法的参数", sub_code))
    with pytest.raises(ChannelLoginExpired) as refused:
        write_memo(channel, account)
    assert (refused.value.data, slept) == ({"shop": "DY01"}, [])


def test_a_business_refusal_is_told_in_the_platforms_words_and_not_repeated(channel, account, other):
    with pytest.raises(ChannelRefused) as refused:
        write_memo(channel, account)
    assert str(refused.value) == (
        "The platform Douyin refused: orderId不存在，请检查订单号 (isv.parameter-invalid:20002)."
    )
    assert list(other.server.calls) == [MEMO]


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (b'{"data":{}}', "an answer to something else"),
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
    assert refused.value.data == {"channel": "Douyin", "reason": said}
    assert len(server.calls) == 4


@pytest.mark.parametrize(("setting", "value"), [("app_key", ""), ("gateway", "openapi-fxg.jinritemai.com")])
def test_an_incomplete_account_is_named_before_anything_is_sent(channel, make_account, setting, value):
    account = make_account(**{"gateway": "http://127.0.0.1:9", setting: value})
    with pytest.raises(AccountIncomplete) as refused:
        write_memo(channel, account)
    assert refused.value.data["setting"] == setting


def test_a_shop_without_a_token_must_be_authorised(channel, make_account):
    with pytest.raises(ChannelLoginExpired):
        write_memo(channel, make_account("http://127.0.0.1:9", secrets={"access_token": ""}))


def test_a_wrong_secret_is_told(channel, make_account, other):
    with pytest.raises(ChannelRefused, match="签名错误"):
        write_memo(channel, make_account(other.url, secrets={"app_secret": "guessed"}))


def test_a_clock_that_is_wrong_is_told(account, other):
    late = Douyin(clock=lambda: other.now() - timedelta(hours=1))
    with pytest.raises(ChannelRefused) as refused:
        write_memo(late, account)
    assert refused.value.data["action"] == "fix_clock"
    late.close()


def test_every_call_is_paced_by_its_method(channel, account, other):
    (number,) = other.place()
    calls: list[str] = []
    write_memo(channel, replace(account, pace=calls.append), number)
    assert calls == [MEMO]
