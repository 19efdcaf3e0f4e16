"""The chart of accounts: the standard one, the company's own, and what other rooms mean by their roles."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from zhanggui.books.chart import standard_chart, standard_roles
from zhanggui.books.flows.edit_accounts import edit_accounts
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.flows.open_accounts import open_accounts
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.set_account_roles import set_account_roles
from zhanggui.books.models import Account, Posting
from zhanggui.books.queries import roles_taken
from zhanggui.books.rules.accounts import (
    AccountCodeOdd,
    AccountDraft,
    AccountEdit,
    AccountExists,
    AccountHasRole,
    ParentUnknown,
)
from zhanggui.books.rules.entries import AccountInactive, AccountUnknown, NewEntry, credit, debit
from zhanggui.books.states import AccountKind, Role, Side
from zhanggui.books.testing import ACTOR, AT
from zhanggui.kernel.refusal import NotFound

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def test_the_standard_chart_is_sound():
    codes = [draft.code for draft in standard_chart()]
    assert len(codes) == len(set(codes))
    for draft in standard_chart():
        assert draft.kind in AccountKind.values
        assert draft.side in Side.values
        assert draft.name
        assert draft.name_en
        assert not draft.parent or (draft.parent in codes and draft.code.startswith(draft.parent))
    assert standard_roles().keys() == set(Role.values)
    assert set(standard_roles().values()) <= set(codes)


@pytest.mark.django_db
def test_the_chart_comes_twice_and_leaves_what_the_company_chose():
    assert len(install_chart(**BY).done) == len(standard_chart())
    edit_accounts(edits=[AccountEdit("1002", name="招商银行")], **BY).one()
    set_account_roles(roles={"bank": "1012"}, **BY).one()
    assert install_chart(**BY).done == []
    assert Account.objects.get(code="1002").name == "招商银行"
    assert roles_taken()["bank"] == "1012"
    assert Account.objects.get(code="220202").parent == Account.objects.get(code="2202")
    with translation.override("en"):
        assert str(Account.objects.get(code="1405")) == "1405 Goods on stock"
    with translation.override("zh-hans"):
        assert str(Account.objects.get(code="1405")) == "1405 库存商品"


@pytest.mark.django_db
def test_accounts_are_opened_below_others_of_the_set():
    install_chart(**BY)
    drafts = [
        AccountDraft("100201", "支付宝", "asset", "debit", parent="1002"),
        AccountDraft("10020101", "支付宝·淘宝店", "asset", "debit", parent="100201"),
        AccountDraft("1002", "又一个", "asset", "debit"),
        AccountDraft("stock", "像角色", "asset", "debit"),
        AccountDraft("88", "孤儿", "asset", "debit", parent="stock"),
    ]
    outcome = open_accounts(accounts=drafts, **BY)
    assert outcome.done == ["100201", "10020101"]
    assert outcome.refused == {
        "1002": AccountExists(code="1002"),
        "stock": AccountCodeOdd(code="stock"),
        "88": ParentUnknown(code="88", parent="stock"),
    }
    child = Account.objects.select_related("parent").get(code="10020101")
    assert child.parent is not None
    assert child.parent.code == "100201"


@pytest.mark.django_db
def test_a_role_leads_to_the_account_chosen_for_it():
    install_chart(**BY)
    edit_accounts(edits=[AccountEdit("1101", is_active=False)], **BY)
    outcome = set_account_roles(roles={"stock": "1403", "cash": "1101", "bank": "7", "gold": "1001"}, **BY)
    assert outcome.done == ["stock"]
    assert outcome.refused == {
        "cash": AccountInactive(account="1101"),
        "bank": AccountUnknown(account="7"),
        "gold": NotFound(what="role", key="gold"),
    }
    legs = (debit(Role.STOCK, Decimal(3)), credit(Role.PAYABLE, Decimal(3)))
    post_entries(cause="test", entries=[NewEntry(1, "入库", legs)], **BY).one()
    assert set(Posting.objects.values_list("account__code", flat=True)) == {"1403", "220201"}


@pytest.mark.django_db
def test_an_account_with_a_role_stays_in_use():
    install_chart(**BY)
    outcome = edit_accounts(edits=[AccountEdit("1405", is_active=False), AccountEdit("7", name="x")], **BY)
    assert outcome.refused == {"1405": AccountHasRole(code="1405", role="stock"), "7": AccountUnknown(account="7")}
