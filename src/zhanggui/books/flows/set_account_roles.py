"""Choose the accounts that other rooms mean by their roles.

Afterwards what is posted under a role goes to its account; what was posted before stays where it is.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhanggui.books.models import AccountRole
from zhanggui.books.queries import accounts_named
from zhanggui.books.rules.entries import AccountHasAccountsBelow, AccountInactive, AccountUnknown
from zhanggui.books.states import Role
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound


@transaction.atomic
def set_account_roles(*, roles: Mapping[str, str], actor: Actor, at: datetime) -> Outcome[str]:
    """`roles` is role → code of the account; answers by role."""
    accounts = accounts_named(roles.values())

    def check(role: str) -> None:
        if role not in Role.values:
            raise NotFound(what="role", key=role)
        found = accounts.get(roles[role])
        if found is None or found.code != roles[role]:
            raise AccountUnknown(account=roles[role])
        if not found.is_active:
            raise AccountInactive(account=found.code)
        if found.has_below:
            raise AccountHasAccountsBelow(account=found.code)

    ready, refused = divide(sorted(roles), check=check, key=lambda role: role)

    insert_rows(
        AccountRole,
        ("role", "account_id"),
        [(role, accounts[roles[role]].id) for role in ready],
        on_conflict="(role) DO UPDATE SET account_id = EXCLUDED.account_id",
    )
    return Outcome(done=ready, refused=refused)
