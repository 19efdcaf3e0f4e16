"""Accounts: kept without a readable secret, put to use, counted, closed."""

from typing import Any

import pytest
from tests.listening import heard

from zhanggui.fulfilment.numbering import account_carriers
from zhanggui.kernel.models import Fact
from zhanggui.logistics.accounts import opened
from zhanggui.logistics.flows.change_waybill_accounts import change_waybill_accounts
from zhanggui.logistics.flows.check_balances import check_balances
from zhanggui.logistics.flows.close_waybill_accounts import close_waybill_accounts
from zhanggui.logistics.flows.drop_account_uses import drop_account_uses
from zhanggui.logistics.flows.open_waybill_accounts import open_waybill_accounts
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.set_account_uses import UseDraft, set_account_uses
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.models import AccountUse, WaybillAccount
from zhanggui.logistics.rules import NoAccountServes, NobodyReadsReceiver, Use, Wanting, choose_account
from zhanggui.logistics.testing import douyin_draft
from zhanggui.logistics.tests.conftest import requests_of
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def test_secrets_are_sealed_and_kept_when_they_are_not_named(account, gateway):
    assert b"dy-demo-secret" not in bytes(account.secrets)
    draft = douyin_draft(account.code, gateway, name="Renamed", secrets={"access_token": "new"})
    change_waybill_accounts(accounts=[draft], **BY)
    account.refresh_from_db()
    assert account.name == "Renamed"
    assert opened(account).secrets == {"app_secret": "dy-demo-secret", "access_token": "new"}


def test_a_code_is_given_once_and_the_provider_must_be_installed(account, gateway):
    drafts = [douyin_draft(account.code, gateway), douyin_draft("X", gateway, provider="pigeon")]
    refused = open_waybill_accounts(accounts=drafts, **BY).refused
    assert {code: refusal.code() for code, refusal in refused.items()} == {
        account.code: "account_code_taken",
        "X": "not_installed",
    }


def test_parcels_await_numbers_where_an_open_account_serves(account, warehouse):
    assert account_carriers() == {(warehouse.pk, "testcarrier")}
    close_waybill_accounts(account_ids=[account.pk], **BY)
    assert account_carriers() == set()


def test_a_use_off_the_list_lets_the_carrier_give_its_own_numbers(account, warehouse):
    use = AccountUse.objects.get()
    drop_account_uses(use_ids=[use.pk], **BY)
    assert account_carriers() == set()
    unknown = set_account_uses(uses=[UseDraft(account.pk, warehouse.pk, "pigeon")], **BY)
    assert [refusal.code() for refusal in unknown.refused.values()] == ["carrier_unknown"]


def test_the_balance_is_asked_for_and_few_numbers_are_told_of_once(account, counter):
    check_balances(account_ids=[account.pk], **BY)
    account.refresh_from_db()
    assert account.left == 5000
    counter.numbers.fill("zhongtong", "57901", 5)
    for _ in range(2):
        check_balances(account_ids=[account.pk], **BY)
    account.refresh_from_db()
    assert account.left == 5
    assert Fact.objects.filter(name="logistics.account.runs_low").count() == 1


def test_the_test_of_an_account_says_what_is_wrong(account, counter):
    counter.is_session_good = False
    refusal = check_balances(account_ids=[account.pk], **BY).refused[account.pk]
    assert refusal.code() == "provider_login_expired"
    account.refresh_from_db()
    assert account.trouble == refusal.sentence


def use(account_id, *, platform="", priority=100, reads=(), carrier="zto", warehouse_id=1):
    return Use(account_id, warehouse_id, carrier, platform, priority, frozenset(reads))


def parcel(**changes):
    told = {"platform": "taobao", "hidden": ""} | changes
    return Wanting(7, 1, "Main", "zto", order_number="T1", **told)


@pytest.mark.django_db(databases=[])
@pytest.mark.parametrize(
    ("uses", "wanting", "chosen"),
    [
        ([use(1), use(2, platform="taobao")], parcel(), 2),
        ([use(1, priority=5), use(2, priority=1)], parcel(), 2),
        ([use(1), use(2, platform="pdd")], parcel(), 1),
        ([use(1), use(2, reads=["taobao"])], parcel(hidden="taobao"), 2),
    ],
)
def test_the_platforms_own_account_comes_first_then_the_lower_priority(uses, wanting, chosen):
    assert choose_account(wanting, uses) == chosen


@pytest.mark.parametrize(
    ("uses", "wanting", "why"),
    [
        ([use(1, carrier="sto"), use(2, warehouse_id=9), use(3, platform="pdd")], parcel(), NoAccountServes),
        ([use(1)], parcel(hidden="taobao"), NobodyReadsReceiver),
    ],
)
def test_why_no_account_fits_is_said(uses, wanting, why):
    with pytest.raises(why):
        choose_account(wanting, uses)


def test_the_statements_of_taking_do_not_grow_with_the_set(waved):
    sent = []
    for size in (1, 30):
        ids = [one.pk for one in waved(size)]
        request_waybills(parcel_ids=ids, **BY)
        requests = [one.pk for one in requests_of(ids)]
        with heard() as statements:
            assert len(take_waybills(request_ids=requests, **BY).done) == size
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_the_pages_show_no_secret(account, client, warehouse):
    client.force_login(make_user(roles=["owner"]))
    for url in (
        "/desk/waybill-accounts/", "/desk/waybill-accounts/rows", f"/sheet/waybill-accounts/{account.pk}/",
        f"/waybills/accounts/change?id={account.pk}", "/waybills/accounts/open", "/waybills/uses",
        "/desk/account-uses/rows", "/desk/numberless/rows", "/desk/waybill-requests/rows",
    ):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert b"dy-demo-secret" not in answer.content


def test_an_account_is_opened_on_its_page(client, db):
    client.force_login(make_user(roles=["owner"]))
    given = {
        "code": "CN1", "name": "菜鸟", "provider": "cainiao", "settings": "app_key = 1", "secrets": "app_secret = s",
        "sender_name": "王", "sender_mobile": "138", "sender_state": "浙江省", "sender_city": "金华市",
        "sender_address": "示例路88号", "few": "50",
    }  # fmt: skip
    assert client.post("/waybills/accounts/open", given).status_code == 302
    account = WaybillAccount.objects.get(code="CN1")
    assert (account.provider, account.few, account.settings) == ("cainiao", 50, {"app_key": "1"})
    assert opened(account).secrets == {"app_secret": "s"}
