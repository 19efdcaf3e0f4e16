"""Bring the standard chart of accounts into the books.

Afterwards every account of `data/chart.csv` exists and every role has an account; accounts and roles the company has
chosen itself stay as they are. Done names the accounts that were new.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.books.account_rows import insert_accounts
from zhanggui.books.chart import standard_chart, standard_roles
from zhanggui.books.facts import AccountOpened
from zhanggui.books.models import AccountRole
from zhanggui.books.queries import accounts_named
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def install_chart(*, actor: Actor, at: datetime) -> Outcome[str]:
    actor.check("install_chart")
    fresh = insert_accounts(standard_chart())

    roles = standard_roles()
    accounts = accounts_named(roles.values())
    rows = [(role, accounts[code].id) for role, code in sorted(roles.items())]
    insert_rows(AccountRole, ("role", "account_id"), rows, on_conflict="(role) DO NOTHING")

    announce([AccountOpened(pk, code) for code, pk in fresh.items()], actor=actor, at=at)
    return Outcome(sorted(fresh))
