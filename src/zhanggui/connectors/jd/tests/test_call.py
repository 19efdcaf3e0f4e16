"""One call: its signature, and what each answer means."""

from dataclasses import replace

import pytest

from zhanggui.connectors.jd.signing import sign
from zhanggui.connectors.jd.tests.example import answer, asked, error
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.taobao.tests.canned import DROP, HALF, canned
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled
from zhanggui.simulators.jd.simulator import APP_SECRET

SHOP = answer("vender.shop.query", shop_jos_result={"shop_id": 1, "vender_id": 2, "shop_name": "示例店"})


@pytest.fixture
def at(make_account):
    """The account at a canned server."""
    return lambda server, **changes: make_account("", gateway=server.url, **changes)


def test_the_published_example_is_signed_as_published():
    given = {
        "360buy_param_json": '{"end_date":null,"optional_fields":null,"order_state":"WAIT_SELLER_STOCK_OUT",'
        '"page":"1","page_size":"200","start_date":null}',
        "access_token": "yourtoken",
        "app_key": "yourappkey",
        "method": "jingdong.pop.order.search",
        "timestamp": "2021-05-07 09:20:39.683+0800",
        "v": "2.0",
    }
    assert sign(given, secret="yourappSecret") == "D70825340F4084360B9362B60DFD7930"


def test_a_call_is_a_signed_form_with_its_parameters_as_one_text(channel, at):
    with canned(answer("pop.order.modifyVenderRemark", modifyvenderremark_result={"success": True})) as server:
        channel.write_memo(at(server), order_number="290000000001", memo="加急 <请>&发顺丰", flag=2)
    (call,) = server.calls
    assert call["360buy_param_json"] == '{"order_id":290000000001,"flag":2,"remark":"加急 <请>&发顺丰"}'
    assert (call["method"], call["timestamp"], call["v"]) == (
        "jingdong.pop.order.modifyVenderRemark",
        "2025-03-04 10:00:00",
        "2.0",
    )
    unsigned = {name: value for name, value in call.items() if name != "sign"}
    assert call["sign"] == sign(unsigned, secret=APP_SECRET)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("2", ChannelThrottled),
        ("4", ChannelRefused),
        ("5", ChannelRefused),
        ("7", ChannelRefused),
        ("8", ChannelRefused),
        ("11", ChannelRefused),
        ("12", ChannelRefused),
        ("14", ChannelRefused),
        ("15", ChannelRefused),
        ("19", ChannelLoginExpired),
        ("21", ChannelRefused),
        ("24", ChannelRefused),
        ("33", ChannelDown),
        ("65", ChannelDown),
        ("11100006", ChannelRefused),
        ("98765", ChannelRefused),
    ],
)
def test_each_code_of_the_gateway_has_its_meaning(channel, at, code, refusal):
    with canned(error(code)) as server, pytest.raises(refusal):
        channel.check(at(server))


def test_a_used_up_quota_lasts_until_the_day_changes_in_beijing(channel, at):
    with canned(error("2")) as server, pytest.raises(ChannelThrottled) as refused:
        channel.check(at(server))
    assert refused.value.data["seconds"] == 14 * 3600 + 1


def test_a_time_out_of_the_platform_is_tried_again(channel, at, slept):
    with canned(error("33"), error("65"), SHOP) as server:
        assert channel.check(at(server)).shop_name == "示例店"
    assert (len(server.calls), len(slept)) == (3, 2)


@pytest.mark.parametrize("code", ["0", "100"])
def test_success_has_two_numbers_and_two_spellings(channel, at, code):
    told = SHOP.replace(b'"code": "0"', f'"code": "{code}"'.encode()).replace(b"_responce", b"_response")
    with canned(told) as server:
        assert channel.check(at(server)).shop_name == "示例店"


def test_an_error_below_the_root_is_an_error(channel, at):
    told = answer("vender.shop.query", code="24", errorMessage="没有权限")
    with canned(told) as server, pytest.raises(ChannelRefused, match="没有权限"):
        channel.check(at(server))


@pytest.mark.parametrize(
    "told",
    [answer("nothing"), b"[]", b"{}", b'{"jingdong_vender_shop_query_responce":7}', b"\xff", HALF, DROP, (502, b"")],
)
def test_an_answer_to_something_else_is_none(channel, at, told):
    with canned(told) as server, pytest.raises(ChannelDown):
        channel.check(at(server))
    assert len(server.calls) == 4


def test_an_account_that_lacks_something_says_what(channel, at):
    with canned(SHOP) as server:
        whole = at(server)
        for account, missing in (
            (at(server, app_key=""), "app_key"),
            (at(server, secrets={"app_secret": ""}), "app_secret"),
        ):
            with pytest.raises(AccountIncomplete) as refused:
                channel.check(account)
            assert refused.value.data["setting"] == missing
        with pytest.raises(ChannelLoginExpired):
            channel.check(at(server, secrets={"access_token": ""}))
        with pytest.raises(AccountIncomplete):
            channel.check(replace(whole, settings=dict(whole.settings) | {"gateway": "ftp://somewhere"}))
    assert server.calls == []


def test_the_pace_is_asked_by_the_name_of_the_call(channel, account, other):
    (number,) = other.place()
    calls: list[str] = []
    channel.fetch(replace(account, pace=calls.append), numbers=[number])
    assert calls == ["jingdong.pop.order.get", "jingdong.pop.afs.soa.refundapply.queryPageList"]
    other.move(days=29, hours=12)
    channel.renew(replace(account, pace=calls.append))
    assert calls[2:] == ["oauth2/refresh_token"]


def test_a_memo_that_is_not_taken_is_told_with_its_reason(channel, account, other):
    (number,) = other.place()
    with pytest.raises(ChannelRefused, match="500"):
        channel.write_memo(account, order_number=number, memo="x" * 501, flag=0)
    with pytest.raises(ChannelRefused, match="订单号不正确"):
        channel.write_memo(account, order_number="1", memo="x", flag=0)


def test_the_seller_flag_we_know_is_not_overwritten_by_an_order_without_one(channel, account, other):
    (number,) = other.place()
    channel.write_memo(account, order_number=number, memo="加急", flag=3)
    assert other.market.sales[number].flag == 3
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert (order.seller_memo, order.untold) == ("加急", {"seller_flag"})


def test_a_token_is_not_renewed_too_early_and_the_shop_goes_on(channel, account, other):
    with pytest.raises(ChannelRefused, match="未到可刷新的时间"):
        channel.renew(account)
    assert channel.check(account).shop_name


def test_without_a_good_refresh_token_only_the_seller_can_help(channel, other, make_account):
    other.expire()
    with pytest.raises(ChannelLoginExpired):
        channel.renew(make_account(other.url))
    other.restore()
    with pytest.raises(ChannelLoginExpired):
        channel.renew(make_account(other.url, secrets={"refresh_token": ""}))
    with pytest.raises(AccountIncomplete):
        channel.renew(make_account(other.url, app_key=""))


@pytest.mark.parametrize("kind", ["drop_after", "truncate"])
def test_a_renewal_whose_answer_is_lost_is_not_asked_for_twice(channel, account, other, kind):
    other.move(days=29, hours=12)
    other.trouble(kind, call="refresh_token")
    with pytest.raises(ChannelDown):
        channel.renew(account)
    assert list(other.server.calls) == ["refresh_token"]


def test_orders_are_asked_for_with_all_that_the_platform_needs(channel, account, other, at, clock):
    with canned(
        answer("pop.order.search", searchorderinfo_result={"apiResult": {"success": True}, "orderTotal": 0})
    ) as server:
        list(channel.pull(at(server), since=clock(), until=other.market.clock.advance(minutes=1)))
    wanted = asked(server.calls[0])
    assert (wanted["start_date"], wanted["end_date"]) == ("2025-03-04 10:00:00", "2025-03-04 10:01:00")
    assert (wanted["page"], wanted["page_size"], wanted["source_id"], wanted["order_state"]) == (
        "1",
        "100",
        "JOS",
        "ALL",
    )
    assert wanted["dateType"] == 0
