"""Edit accounts: what they are called, and whether they are used.

Afterwards each has the values given. What was posted to an account stays; one that has a role for other rooms stays
in use until another account has it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.books.facts import AccountEdited
from zhanggui.books.models import Account, AccountRole
from zhanggui.books.rules.accounts import AccountEdit, AccountHasRole
from zhanggui.books.rules.entries import AccountUnknown
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide


@transaction.atomic
def edit_accounts(*, edits: Sequence[AccountEdit], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by code."""
    asked = {edit.code: edit for edit in edits}
    ids = Account.objects.filter(code__among=set(asked)).values_list("pk", flat=True)
    accounts = {account.code: account for account in locked(Account.objects.all(), ids)}
    roles = dict(AccountRole.objects.filter(account__code__among=set(asked)).values_list("account__code", "role"))

    def check(edit: AccountEdit) -> None:
        if edit.code not in accounts:
            raise AccountUnknown(account=edit.code)
        if edit.is_active is False and edit.code in roles:
            raise AccountHasRole(code=edit.code, role=roles[edit.code])

    ready, refused = divide(asked.values(), check=check, key=lambda edit: edit.code)

    rows = []
    for edit in ready:
        account = accounts[edit.code]
        rows.append(
            (
                account.pk,
                account.name if edit.name is None else edit.name,
                account.name_en if edit.name_en is None else edit.name_en,
                account.is_active if edit.is_active is None else edit.is_active,
            )
        )
    update_rows(Account, ("id",), ("name", "name_en", "is_active"), rows)

    announce([AccountEdited(accounts[edit.code].pk, edit.code) for edit in ready], actor=actor, at=at)
    return Outcome(done=[edit.code for edit in ready], refused=refused)
