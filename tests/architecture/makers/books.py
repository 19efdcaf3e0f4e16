"""How to call each flow of the books on a set of any size."""

from datetime import date
from decimal import Decimal

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.flows.edit_accounts import edit_accounts
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.flows.open_accounts import open_accounts
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.reopen_periods import reopen_periods
from zhanggui.books.flows.reverse_entries import reverse_entries
from zhanggui.books.models import Period
from zhanggui.books.rules.accounts import AccountDraft, AccountEdit
from zhanggui.books.rules.entries import NewEntry, credit, debit
from zhanggui.books.states import Role
from zhanggui.books.testing import a_receipt, make_entries

_years = iter(range(2001, 2100))
"""A fresh stretch of months for each call: those that are closed come before all that are open."""


def posting(world: World, n: int) -> Call:
    """Legs that name a shop and a SKU, over several months."""
    install_chart(**BY)
    entries = []
    for each in range(n):
        amount = Decimal(each + 1)
        legs = (
            debit(Role.STOCK, amount, sku_id=world.skus[0].pk, shop_id=world.shop.pk),
            credit(Role.PAYABLE, amount, party="S1"),
        )
        entries.append(NewEntry(next(causes), "入库", legs, booked_on=date(2026, 1 + each % 9, 1)))
    return lambda: post_entries(cause="test", entries=entries, **BY)


def reversing(world: World, n: int) -> Call:
    entry_ids = make_entries(n)
    return lambda: reverse_entries(entry_ids=entry_ids, reason="记错", **BY)


def months(n: int) -> list[int]:
    """So many fresh months after all there are."""
    make_entries(1, booked_on=date(2026, 1, 1))
    year = next(_years)
    days = [date(year + each // 12, 1 + each % 12, 1) for each in range(n)]
    for _ in range(n // 12):
        next(_years)
    drafts = [a_receipt(next(causes), booked_on=day) for day in days]
    post_entries(cause="test", entries=drafts, **BY)
    return list(Period.objects.filter(first_on__in=days).values_list("pk", flat=True))


def closing(world: World, n: int) -> Call:
    period_ids = months(n)
    return lambda: close_periods(period_ids=period_ids, **BY)


def reopening(world: World, n: int) -> Call:
    period_ids = months(n)
    every = Period.objects.filter(first_on__lt=date(2026, 1, 1)).values_list("pk", flat=True)
    close_periods(period_ids=list(every), **BY)
    return lambda: reopen_periods(period_ids=period_ids, reason="漏记", **BY)


def drafts_of(n: int) -> list[AccountDraft]:
    install_chart(**BY)
    return [AccountDraft(f"9{next(causes)}", "测试", "asset", "debit", parent="1002") for _ in range(n)]


def opening(world: World, n: int) -> Call:
    drafts = drafts_of(n)
    return lambda: open_accounts(accounts=drafts, **BY)


def editing(world: World, n: int) -> Call:
    codes = open_accounts(accounts=drafts_of(n), **BY).done
    return lambda: edit_accounts(edits=[AccountEdit(code, name="改名", is_active=False) for code in codes], **BY)


MAKERS: Makers = {
    "post_entries": posting,
    "reverse_entries": reversing,
    "close_periods": closing,
    "reopen_periods": reopening,
    "open_accounts": opening,
    "edit_accounts": editing,
}
