"""The books in the public API."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.flows.edit_accounts import edit_accounts
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.flows.open_accounts import open_accounts
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.reopen_periods import reopen_periods
from zhanggui.books.flows.reverse_entries import reverse_entries
from zhanggui.books.flows.set_account_roles import set_account_roles
from zhanggui.books.rules.accounts import AccountDraft, AccountEdit
from zhanggui.books.rules.entries import Leg, NewEntry
from zhanggui.books.states import AccountKind, Role, Side
from zhanggui.kernel.api import Answered, Asked, Flag, Id, Ids, SignedAmount, flow_operation, run

router = Router(tags=["books"])

Code = Annotated[str, Field(min_length=1, max_length=20)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Text64 = Annotated[str, Field(max_length=64)]
Text200 = Annotated[str, Field(min_length=1, max_length=200)]
MANUAL = "manual"
"""The cause of entries that were posted through the API: theirs alone, numbered by the caller."""


class LegIn(Asked):
    """One leg: a debit is above zero, a credit below."""

    account: Annotated[str, Field(min_length=1, max_length=24, description="The code of an account, or a role.")]
    amount: SignedAmount
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    shop_id: Id | None = None
    sku_id: Id | None = None
    party: Text64 = ""
    document: Text64 = ""


class EntryIn(Asked):
    number: Annotated[Id, Field(description="The caller's number of the entry; one that was posted before is done.")]
    text: Text200
    legs: Annotated[list[LegIn], Field(min_length=1, max_length=200)]
    booked_on: Annotated[date | None, Field(description="Left out: today where the company is.")] = None
    document: Text64 = ""


class PostEntries(Asked):
    entries: Annotated[list[EntryIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, post_entries)
def post_entries_endpoint(request: HttpRequest, asked: PostEntries) -> Answered:
    """Answers each entry by its number."""
    drafts = [
        NewEntry(
            cause_id=one.number,
            text=one.text,
            legs=tuple(Leg(**leg.model_dump()) for leg in one.legs),
            booked_on=one.booked_on,
            document=one.document,
        )
        for one in asked.entries
    ]
    return run(post_entries, request, cause=MANUAL, entries=drafts)


class ReverseEntries(Asked):
    entry_ids: Ids
    reason: Text200
    booked_on: date | None = None


@flow_operation(router, reverse_entries)
def reverse_entries_endpoint(request: HttpRequest, asked: ReverseEntries) -> Answered:
    return run(reverse_entries, request, **asked.model_dump())


class ClosePeriods(Asked):
    period_ids: Ids


@flow_operation(router, close_periods)
def close_periods_endpoint(request: HttpRequest, asked: ClosePeriods) -> Answered:
    return run(close_periods, request, **asked.model_dump())


class ReopenPeriods(Asked):
    period_ids: Ids
    reason: Text200


@flow_operation(router, reopen_periods)
def reopen_periods_endpoint(request: HttpRequest, asked: ReopenPeriods) -> Answered:
    return run(reopen_periods, request, **asked.model_dump())


class AccountIn(Asked):
    code: Code
    name: Name
    kind: AccountKind
    side: Side
    name_en: Annotated[str, Field(max_length=80)] = ""
    parent: Annotated[str, Field(max_length=20)] = ""


class OpenAccounts(Asked):
    accounts: Annotated[list[AccountIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, open_accounts)
def open_accounts_endpoint(request: HttpRequest, asked: OpenAccounts) -> Answered:
    drafts = [
        AccountDraft(one.code, one.name, one.kind.value, one.side.value, one.name_en, one.parent)
        for one in asked.accounts
    ]
    return run(open_accounts, request, accounts=drafts)


class EditIn(Asked):
    """What is left out stays as it is."""

    code: Code
    name: Name | None = None
    name_en: Annotated[str, Field(max_length=80)] | None = None
    is_active: Flag | None = None


class EditAccounts(Asked):
    edits: Annotated[list[EditIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, edit_accounts)
def edit_accounts_endpoint(request: HttpRequest, asked: EditAccounts) -> Answered:
    return run(edit_accounts, request, edits=[AccountEdit(**one.model_dump()) for one in asked.edits])


class SetAccountRoles(Asked):
    roles: Annotated[dict[Role, Code], Field(min_length=1, description="Role → code of its account.")]


@flow_operation(router, set_account_roles)
def set_account_roles_endpoint(request: HttpRequest, asked: SetAccountRoles) -> Answered:
    return run(set_account_roles, request, roles={role.value: code for role, code in asked.roles.items()})


@flow_operation(router, install_chart)
def install_chart_endpoint(request: HttpRequest) -> Answered:
    return run(install_chart, request)
