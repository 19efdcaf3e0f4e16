"""What is posted is on record once, balanced, in an open month; everything else is refused with its reason."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from zhanggui.books.flows.edit_accounts import edit_accounts
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.reverse_entries import AlreadyReversed, ReversalStands, reverse_entries
from zhanggui.books.models import Account, AccountBalance, AccountRole, Entry, Posting
from zhanggui.books.proof import PROOFS
from zhanggui.books.rules.accounts import AccountEdit
from zhanggui.books.rules.entries import (
    AccountHasAccountsBelow,
    AccountInactive,
    AccountUnknown,
    CurrencyUnknown,
    DayOutOfBooks,
    EntryUnbalanced,
    LegsMissing,
    MoneyTooFine,
    NewEntry,
    RoleWithoutAccount,
    credit,
    debit,
)
from zhanggui.books.states import Role
from zhanggui.books.testing import ACTOR, AT, a_receipt, make_entries
from zhanggui.kernel.refusal import NotFound

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
pytestmark = pytest.mark.django_db
TEN = Decimal("10.00")


@pytest.fixture(autouse=True)
def _chart(db: None) -> None:
    install_chart(**BY)


def proved() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return [wrong for proof in PROOFS for wrong in proof()]


def refusal_of(entry: NewEntry) -> Any:
    outcome = post_entries(cause="test", entries=[entry, a_receipt(2)], **BY)
    assert outcome.done == [2], "a bad entry blocks no other"
    assert Entry.objects.count() == 1
    return outcome.refused[1]


def test_an_entry_moves_both_accounts_on_the_companys_day():
    assert post_entries(cause="test", entries=[a_receipt(1)], **BY).done == [1]
    assert Entry.objects.get().booked_on == date(2026, 11, 11)
    balances = {row.account.code: (row.debit, row.credit) for row in AccountBalance.objects.select_related("account")}
    assert balances == {"1405": (TEN, 0), "220202": (0, TEN)}
    assert proved() == []


def test_a_cause_is_posted_once():
    for _ in range(2):
        assert post_entries(cause="test", entries=[a_receipt(1), a_receipt(1)], **BY).done == [1]
    assert Posting.objects.count() == 2
    post_entries(cause="other", entries=[a_receipt(1)], **BY)
    assert Entry.objects.count() == 2
    assert proved() == []


@pytest.mark.parametrize(
    ("legs", "refused"),
    [
        ((debit(Role.STOCK, TEN), credit(Role.PAYABLE, Decimal("9.99"))), EntryUnbalanced),
        ((debit("1405", TEN), credit("2202", TEN, currency="USD")), EntryUnbalanced),
        ((debit("1405", TEN),), LegsMissing),
        ((debit("1405", Decimal(0)), credit("2202", Decimal(0))), LegsMissing),
        ((debit("1405", Decimal("0.001")), credit("2202", Decimal("0.001"))), MoneyTooFine),
        ((debit("1405", Decimal("1e20")), credit("2202", Decimal("1e20"))), MoneyTooFine),
        ((debit("1405", Decimal("NaN")), credit("2202", Decimal("NaN"))), MoneyTooFine),
        ((debit("1405", TEN, currency="yuan"), credit("2202", TEN, currency="yuan")), CurrencyUnknown),
        ((debit("1405", TEN), credit("2202", TEN)), AccountHasAccountsBelow),
        ((debit("9999", TEN), credit("2202", TEN)), AccountUnknown),
        ((debit("1405", TEN, shop_id=99), credit("220201", TEN)), NotFound),
        ((debit("1405", TEN, sku_id=99), credit("220201", TEN)), NotFound),
    ],
)
def test_what_is_wrong_is_refused(legs, refused):
    assert isinstance(refusal_of(NewEntry(1, "?", legs)), refused)


def test_a_role_nobody_chose_and_an_account_out_of_use_are_refused():
    AccountRole.objects.filter(role=Role.PLATFORM_MONEY).delete()
    legs = (debit(Role.PLATFORM_MONEY, TEN), credit(Role.SALES, TEN))
    assert isinstance(refusal_of(NewEntry(1, "?", legs)), RoleWithoutAccount)
    edit_accounts(edits=[AccountEdit("1101", is_active=False)], **BY).one()
    outcome = post_entries(cause="test", entries=[NewEntry(3, "?", (debit("1101", TEN), credit("2202", TEN)))], **BY)
    assert outcome.refused == {3: AccountInactive(account="1101")}


def test_a_day_beyond_the_books_is_refused():
    assert isinstance(refusal_of(a_receipt(1, booked_on=date(1999, 12, 31))), DayOutOfBooks)


def test_a_float_is_a_bug():
    half: Any = 0.5
    with pytest.raises(TypeError):
        post_entries(cause="test", entries=[NewEntry(1, "?", (debit("1405", half), credit("2202", half)))], **BY)


def test_a_mistake_is_reversed_once_by_an_entry_that_names_it():
    (wrong,) = make_entries()
    assert reverse_entries(entry_ids=[wrong], reason="记错", **BY).done == [wrong]
    mirror = Entry.objects.get(reverses_id=wrong)
    assert sorted(mirror.postings.values_list("account__code", "amount")) == [("1405", -TEN), ("220202", TEN)]
    again = reverse_entries(entry_ids=[wrong, mirror.pk, 999], reason="记错", **BY)
    assert again.refused == {
        wrong: AlreadyReversed(entry=wrong),
        mirror.pk: ReversalStands(entry=mirror.pk),
        999: NotFound(what="entry", key=999),
    }
    assert proved() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE books_posting SET amount = 1",
        "DELETE FROM books_posting",
        "UPDATE books_entry SET text = ''",
        "DELETE FROM books_entry",
        "TRUNCATE books_posting",
    ],
)
def test_the_ledger_is_append_only(sql):
    make_entries()
    with pytest.raises(Exception, match=r"books_"), transaction.atomic():
        connection.cursor().execute(sql)
    assert Posting.objects.count() == 2


def add_a_leg(entry_id: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO books_posting (entry_id, account_id, amount, currency, booked_on, party, document) "
            "SELECT id, %s, 5, 'CNY', booked_on, '', '' FROM books_entry WHERE id = %s",
            [Account.objects.get(code="1405").pk, entry_id],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_a_leg_too_many():
    (entry,) = make_entries()
    with pytest.raises(IntegrityError, match="sum to zero"):
        add_a_leg(entry)


def test_prove_names_a_balance_that_was_tampered_with():
    make_entries()
    AccountBalance.objects.filter(account__code="1405").update(debit=Decimal("10.01"))
    (wrong,) = proved()
    assert "10.01 debit" in wrong.what
