"""Post entries to the books.

Afterwards each entry is on record with its legs, and the balances of its accounts and month have followed. An entry
whose cause was posted before is done without another effect, whatever became of its month since.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhanggui.books.ledger import lock_months, write_entries
from zhanggui.books.models import Entry
from zhanggui.books.queries import accounts_named, unseen_dimensions
from zhanggui.books.rules.entries import NewEntry, check_accounts, check_day, check_legs
from zhanggui.books.states import Role
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome, divide

_ROLES = frozenset(Role.values)


@transaction.atomic
def post_entries(*, cause: str, entries: Sequence[NewEntry], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by cause id. Call it once in a transaction, after goods and documents: the books are locked last."""
    asked = list({one.cause_id: one for one in reversed(entries)})
    posted = set(Entry.objects.filter(cause=cause, cause_id__among=set(asked)).values_list("cause_id", flat=True))
    today = company_day(at)
    fresh = {one.cause_id: replace(one, booked_on=one.booked_on or today) for one in reversed(entries)}
    drafts = [fresh[cause_id] for cause_id in sorted(fresh.keys() - posted)]
    accounts = accounts_named(leg.account for one in drafts for leg in one.legs)
    unseen = unseen_dimensions(drafts, actor=actor)
    months = lock_months(one.booked_on for one in drafts if one.booked_on)

    def check(one: NewEntry) -> None:
        check_legs(one.legs)
        check_accounts(one.legs, accounts, _ROLES)
        for leg in one.legs:
            if missing := unseen.get(leg):
                raise missing
        check_day(one.booked_on or today, months)

    ready, refused = divide(drafts, check=check, key=lambda one: one.cause_id)

    write_entries(ready, months, accounts, cause=cause, actor=actor, at=at)
    order = dict.fromkeys(one.cause_id for one in entries)
    return Outcome(done=[cause_id for cause_id in order if cause_id not in refused], refused=refused)
