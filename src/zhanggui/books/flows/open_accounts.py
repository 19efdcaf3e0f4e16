"""Open accounts.

Afterwards each is in the chart under its code and may be posted to. A draft may name another one of the set as the
account above it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.books.account_rows import insert_accounts
from zhanggui.books.facts import AccountOpened
from zhanggui.books.models import Account
from zhanggui.books.rules.accounts import AccountDraft, AccountExists, check_draft
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide


@transaction.atomic
def open_accounts(*, accounts: Sequence[AccountDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by code."""
    named = {draft.code for draft in accounts}
    asked = named | {draft.parent for draft in accounts if draft.parent}
    there = set(Account.objects.filter(code__among=asked).values_list("code", flat=True))

    ready, refused = divide(
        {draft.code: draft for draft in accounts}.values(),
        check=lambda draft: check_draft(draft, there=there, known=there | named),
        key=lambda draft: draft.code,
    )
    # A draft that was refused takes those below it along.
    ready, orphans = divide(
        ready,
        check=lambda draft: check_draft(draft, there=there, known=there | (named - refused.keys())),
        key=lambda draft: draft.code,
    )

    fresh = insert_accounts(ready)
    # Somebody else opened these between our look and our write.
    taken = {draft.code: AccountExists(code=draft.code) for draft in ready if draft.code not in fresh}

    announce([AccountOpened(pk, code) for code, pk in fresh.items()], actor=actor, at=at)
    return Outcome(
        done=[code for code in dict.fromkeys(draft.code for draft in accounts) if code in fresh],
        refused=refused | orphans | taken,
    )
