"""An accountant's pages: accounts, an entry by hand, a ledger, files; and papers that lead to their entries."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from zhanggui.books.flows.open_accounts import open_accounts
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.reverse_entries import reverse_entries
from zhanggui.books.flows.set_account_roles import set_account_roles
from zhanggui.books.linking import link_entries, paper_of
from zhanggui.books.models import Account, Entry, Period
from zhanggui.books.queries import ledger_lines, ledger_months
from zhanggui.books.rules.accounts import AccountDraft
from zhanggui.books.rules.entries import AccountHasAccountsBelow
from zhanggui.books.states import Role
from zhanggui.books.testing import ACTOR, AT, a_receipt, causes, make_entries
from zhanggui.kernel.actor import Actor
from zhanggui.parties.testing import make_suppliers
from zhanggui.people.testing import make_user
from zhanggui.ui import sheet
from zhanggui.ui.finding import sheets

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role, roles=[role]))
    return client


def an_entry(**fields: str) -> dict[str, str]:
    said = {"number": "77", "booked_on": "2026-11-11", "text": "付房租", "leg0-account": "6601", "leg0-debit": "300.50",
            "leg1-account": "1002", "leg1-credit": "300.50"}  # fmt: skip
    return said | fields


def test_an_entry_by_hand_is_posted_once_whoever_sends_the_page_twice():
    make_entries()
    client = client_of("accountant")
    page = client.get("/books/entries/new")
    assert page.context["form"]["number"].value() > 0
    first = client.post("/books/entries/new", an_entry())
    assert first.status_code == 302
    assert client.post("/books/entries/new", an_entry())["Location"] == first["Location"]
    entry = Entry.objects.get(cause="entry_by_hand")
    assert (entry.text, entry.total) == ("付房租", Decimal("300.50"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "must"),
        ({"leg1-credit": "300"}, "0.50"),
        ({"leg1-account": "", "leg1-credit": ""}, ""),
        ({"leg1-debit": "1"}, "借方或贷方"),
        ({"leg1-account": ""}, "没有选科目"),
        ({"leg0-debit": ""}, "没有填金额"),
        ({"leg0-account": "2221"}, "2221"),
    ],
)
def test_the_page_says_what_is_missing(wrong, said):
    make_entries()
    answer = client_of("accountant").post("/books/entries/new", an_entry(**wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode() or said == "must"
    assert not Entry.objects.filter(cause="entry_by_hand").exists()


def test_only_who_posts_enters_and_only_who_opens_opens():
    assert client_of("buyer").get("/books/entries/new").status_code == 403
    assert client_of("accountant").get("/books/accounts/new").status_code == 403


def test_accounts_are_opened_and_edited_on_pages():
    make_entries()
    client = client_of("finance")
    asked = {"code": "660101", "name": "平台佣金", "kind": "expense", "side": "debit", "parent": "9999"}
    assert client.post("/books/accounts/new", asked).status_code == 422
    assert client.post("/books/accounts/new", asked | {"parent": "6602"}).status_code == 302
    account = Account.objects.get(code="660101")
    edited = client.post(f"/books/accounts/{account.pk}/edit", {"name": "平台服务费", "name_en": "Fees"})
    assert edited.status_code == 302
    account.refresh_from_db()
    assert (account.name, account.is_active) == ("平台服务费", False)
    page = client.get(f"/sheet/accounts/{account.pk}/").content.decode()
    assert "6602" in page
    stock = Account.objects.get(code="1405")
    assert client.post(f"/books/accounts/{stock.pk}/edit", {"name": "库存商品"}).status_code == 422


def test_nothing_is_posted_to_an_account_that_sums_others():
    make_entries()
    entry = a_receipt(next(causes))
    above = replace(entry, legs=(replace(entry.legs[0], account="2221"), entry.legs[1]))
    outcome = post_entries(cause="test", entries=[above], **BY)
    assert type(outcome.refused[above.cause_id]) is AccountHasAccountsBelow
    assert open_accounts(accounts=[AccountDraft("140501", "茶叶", "asset", "debit", parent="1405")], **BY).done
    assert post_entries(cause="test", entries=[a_receipt(next(causes))], **BY).refused == {}
    assert type(set_account_roles(roles={Role.STOCK: "2221"}, **BY).refused[Role.STOCK]) is AccountHasAccountsBelow


def test_what_was_posted_before_an_account_got_others_below_it_can_be_reversed():
    make_entries()
    legs = (replace(a_receipt(1).legs[0], account="6602"), replace(a_receipt(1).legs[1], account="1002"))
    entry = replace(a_receipt(next(causes)), legs=legs)
    post_entries(cause="test", entries=[entry], **BY)
    assert open_accounts(accounts=[AccountDraft("660299", "其他", "expense", "debit", parent="6602")], **BY).done
    pk = Entry.objects.get(cause="test", cause_id=entry.cause_id).pk
    assert reverse_entries(entry_ids=[pk], reason="错", **BY).done == [pk]


def test_a_ledger_runs_from_what_stood_before_to_what_stands_after():
    make_entries(2, "10.00", booked_on=date(2026, 9, 30))
    make_entries(3, "5.00", booked_on=date(2026, 10, 15))
    account = Account.objects.get(code="220202")
    october, september = ledger_months(account.pk)
    assert (october.before, october.credit, october.after) == (Decimal(-20), Decimal(15), Decimal(-35))
    assert (september.before, september.after) == (Decimal(0), Decimal(-20))
    lines = ledger_lines(account.pk, october, sign=-1)
    assert [line.balance for line in lines] == [Decimal(25), Decimal(30), Decimal(35)]
    client = client_of("accountant")
    asked = {"period": str(october.period_id)}
    page = client.get(f"/books/accounts/{account.pk}/ledger", asked).content.decode()
    assert "35.00" in page
    file = client.get(f"/books/accounts/{account.pk}/ledger", asked | {"export": "csv"}).content.decode("utf-8-sig")
    assert file.splitlines()[-1].endswith("35.00")
    assert client.get(f"/sheet/accounts/{account.pk}/").status_code == 200


def test_the_trial_balance_goes_out_as_a_file_that_balances():
    make_entries(3, "10.00", booked_on=date(2026, 9, 30))
    period = Period.objects.get()
    answer = client_of("accountant").get("/books/trial-balance", {"period": str(period.pk), "export": "csv"})
    rows = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()[1:]]
    for debit, credit in ((3, 4), (5, 6), (7, 8)):
        assert sum(Decimal(row[debit] or 0) for row in rows) == sum(Decimal(row[credit] or 0) for row in rows)
    assert {row[0] for row in rows} == {"1405", "220202"}


def test_an_entry_leads_to_its_paper_and_the_paper_to_its_entries(monkeypatch):
    monkeypatch.setattr(sheet, "_added", {})
    monkeypatch.setattr("zhanggui.books.linking._desks", {})
    link_entries("suppliers", "supplier", place=0)
    make_entries()
    (supplier,) = make_suppliers()
    draft = replace(a_receipt(next(causes)), subject="supplier", subject_id=supplier.pk, document=supplier.code)
    post_entries(cause="test", entries=[draft], **BY)
    entry = Entry.objects.get(subject="supplier")
    (link,) = paper_of(entry, ACTOR)
    assert link == {"label": supplier.code, "href": f"/sheet/suppliers/{supplier.pk}/"}
    assert paper_of(entry, Actor("x"))[0]["href"] == ""
    section = sheets()["suppliers"].all_sections()[0]
    assert section.read(supplier, Actor("x")) is None
    shown: Any = section.read(supplier, ACTOR)
    (row,) = shown["rows"]
    assert (row["pk"], row["url"]) == (entry.pk, f"/sheet/entries/{entry.pk}/")
