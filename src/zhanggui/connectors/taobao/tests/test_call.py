"""What becomes of one call when the other side misbehaves."""

from datetime import UTC, datetime

import httpx
import pytest

from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.selling.moments import seconds_to_midnight
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import PACKAGE
from zhanggui.connectors.taobao.tests.canned import DROP, HALF, HANG, answer, canned, error
from zhanggui.connectors.taobao.tests.conftest import NOON
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled

MEMO = "taobao.trade.memo.update"
DONE = answer(MEMO, trade={"tid": 1})


def write_memo(taobao, account, memo="加急"):
    taobao.write_memo(account, order_number="3312345678901234567", memo=memo, flag=1)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ((502, b"<html>Bad Gateway</html>"), "HTTP 502"),
        ((302, b""), "HTTP 302"),
        (b"<!DOCTYPE html><h1>maintenance</h1>", "an HTML page instead of JSON"),
        (b'{"trade_memo_update_response":{"trade":{"tid":33', "broken JSON"),
        (b'{"trade_memo_update_response":{"x":NaN}}', "broken JSON"),
        (b"\xb4\xed\xce\xf3", "not UTF-8"),
        (b"[]", "not a JSON object"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"time_get_response":{}}', "an answer to something else"),
        (HANG, "no answer in time"),
        (DROP, "connection lost"),
        (HALF, "connection lost"),
        (error(10), "10 said no"),
        (error(15, "isp.top-remote-service-unavailable"), "isp.top-remote-service-unavailable said no"),
    ],
)
def test_a_platform_in_trouble_is_asked_again_and_then_called_down(taobao, slept, make_account, trouble, said):
    with canned(trouble) as server, pytest.raises(ChannelDown) as refused:
        write_memo(taobao, make_account(server.url))
    assert refused.value.data == {"channel": "Taobao", "reason": said}
    assert len(server.calls) == 4
    assert slept == [0.5, 1.0, 2.0]


def test_trouble_that_passes_is_not_noticed(taobao, make_account):
    with canned((503, b""), DROP, error(15, "isp.remote-connection-error-tmall"), DONE) as server:
        write_memo(taobao, make_account(server.url))
    assert len(server.calls) == 4


def test_nobody_listens(taobao, make_account):
    with canned(DONE) as server:
        pass
    with pytest.raises(ChannelDown, match="no connection"):
        write_memo(taobao, make_account(server.url))


def test_a_short_ban_is_waited_for(taobao, slept, make_account):
    ban = error(7, "accesscontrol.limited-by-api-access-count", sub_msg="This ban will last for 2 more seconds")
    with canned(ban, DONE) as server:
        write_memo(taobao, make_account(server.url))
    assert slept == [2]


@pytest.mark.parametrize(
    ("limit", "seconds"),
    [
        (error(7, "accesscontrol.limited-by-api-access-count", sub_msg="This ban will last for 42 more seconds"), 42),
        (error(7, "isp.call-limited"), 1),
        (error(8), 60),
        (error(7, "accesscontrol.limited-by-app-access-count"), 12 * 3600 + 1),
    ],
)
def test_a_long_ban_is_told(taobao, make_account, limit, seconds):
    with canned(limit) as server, pytest.raises(ChannelThrottled) as refused:
        write_memo(taobao, make_account(server.url))
    assert refused.value.data["seconds"] == seconds


@pytest.mark.parametrize("answered", [error(26), error(27, "session-expired"), error(27, "invalid-sessionkey")])
def test_an_expired_session_is_named_with_its_shop(taobao, make_account, answered):
    with canned(answered) as server, pytest.raises(ChannelLoginExpired) as refused:
        write_memo(taobao, make_account(server.url))
    assert refused.value.data == {"shop": "TB01"}
    assert len(server.calls) == 1


def test_a_business_refusal_is_told_in_the_platforms_words_and_not_repeated(taobao, make_account):
    with (
        canned(error(15, "isv.trade-not-exist", sub_msg="交易不存在")) as server,
        pytest.raises(ChannelRefused) as refused,
    ):
        write_memo(taobao, make_account(server.url))
    assert str(refused.value) == "The platform Taobao refused: 交易不存在 (isv.trade-not-exist)."
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("code", "sub_code", "action"),
    [
        ("15", "isv.invalid-parameter:tid", "fix_request"),
        ("15", "isv.something-new", "fix_data"),
        ("15", "isp.something-new", "retry"),
        ("41", "isp.something-new", "retry"),
        ("9999", "", "refused"),
        ("31", "", "fix_clock"),
    ],
)
def test_unlisted_errors_fall_to_their_family(code, sub_code, action):
    assert action_for(PACKAGE, code, sub_code) == action


def test_quotas_start_anew_at_midnight_in_beijing():
    assert seconds_to_midnight(datetime(2025, 3, 4, 15, 59, 50, tzinfo=UTC)) == 11


def test_raw_tabs_and_newlines_inside_texts_are_read(taobao, make_account):
    raw = b'{"trade_memo_update_response":{"trade":{"memo":"a\tb\nc\x01"}}}'
    with canned(raw) as server:
        assert call(server, make_account).content["trade"]["memo"] == "a\tb\nc\x01"


def test_no_number_passes_through_a_float(make_account):
    raw = b'{"trade_memo_update_response":{"a":3312345678901234567,"b":123456789012345678901234567890,"c":0.10}}'
    with canned(raw) as server:
        content = call(server, make_account).content
    assert content == {"a": "3312345678901234567", "b": "123456789012345678901234567890", "c": "0.10"}


def test_the_request_is_signed_in_beijing_time_and_leaves_empty_values_out(taobao, make_account):
    with canned(DONE) as server:
        write_memo(taobao, make_account(server.url))
        write_memo(taobao, make_account(server.url), memo="")
    first, second = server.calls
    assert first["timestamp"] == "2025-03-04 12:00:00"
    assert first["memo"] == "加急"
    assert "reset" not in first
    assert second["reset"] == "true"
    assert "memo" not in second


@pytest.mark.parametrize(
    ("setting", "value"), [("app_key", ""), ("sign_method", "sha1"), ("gateway", "eco.taobao.com/router/rest")]
)
def test_an_incomplete_account_is_named_before_anything_is_sent(taobao, make_account, setting, value):
    account = make_account(**{"gateway": "http://127.0.0.1:9/router/rest", setting: value})
    with pytest.raises(AccountIncomplete) as refused:
        write_memo(taobao, account)
    assert refused.value.data["setting"] == setting


def test_one_connection_serves_the_calls_of_a_shop_one_after_another(taobao, make_account):
    with canned(DONE) as server:
        write_memo(taobao, make_account(server.url))
        write_memo(taobao, make_account(server.url))
    assert server.connections == 1


def call(server, make_account):
    with httpx.Client() as http:
        top = TopClient(account=make_account(server.url), http=http, clock=lambda: NOON, sleep=lambda _: None)
        return top.call(MEMO, {})
