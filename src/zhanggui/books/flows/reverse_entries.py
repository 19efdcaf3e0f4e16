"""Reverse entries that were wrong.

Afterwards each has another entry with the same legs on the other side, which names it; what was posted stays as it
was. An entry is reversed once, and a reversal is never reversed: post the right entry anew.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from zhanggui.books.facts import EntryReversed
from zhanggui.books.ledger import lock_months, write_entries
from zhanggui.books.models import Entry, Posting
from zhanggui.books.queries import accounts_named
from zhanggui.books.rules.entries import Leg, NewEntry, check_day, mirrored
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal

CAUSE = "reverse_entries"


class AlreadyReversed(Refusal):
    """Entry {entry} was reversed already."""


class ReversalStands(Refusal):
    """Entry {entry} is a reversal itself: post the right entry anew."""


@transaction.atomic
def reverse_entries(
    *, entry_ids: Sequence[int], reason: str, booked_on: date | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    """`booked_on` of None is today; accounts that are no longer used may be reversed on."""
    day = booked_on or company_day(at)
    rows = {entry.pk: entry for entry in Entry.objects.filter(pk__among=set(entry_ids)).order_by("pk")}
    reversed_ids = set(Entry.objects.filter(reverses_id__among=rows).values_list("reverses_id", flat=True))
    legs = _legs_of(list(rows))
    accounts = accounts_named(leg.account for each in legs.values() for leg in each)
    months = lock_months([day])

    def check(entry: Entry) -> None:
        if entry.reverses_id is not None:
            raise ReversalStands(entry=entry.pk)
        if entry.pk in reversed_ids:
            raise AlreadyReversed(entry=entry.pk)
        check_day(day, months)

    ready, refused = divide(rows.values(), check=check, key=lambda entry: entry.pk)

    mirrors = [_mirror(entry, legs[entry.pk], reason=reason, day=day) for entry in ready]
    fresh = write_entries(mirrors, months, accounts, cause=CAUSE, actor=actor, at=at)
    # Somebody else reversed these between our look and our write.
    refused |= {entry.pk: AlreadyReversed(entry=entry.pk) for entry in ready if entry.pk not in fresh}

    announce([EntryReversed(pk, fresh[pk], reason) for pk in fresh], actor=actor, at=at)
    return Outcome(
        done=[pk for pk in dict.fromkeys(entry_ids) if pk in fresh],
        refused=refused | not_found("entry", entry_ids, rows),
    )


def _legs_of(entry_ids: Sequence[int]) -> dict[int, list[Leg]]:
    legs: dict[int, list[Leg]] = defaultdict(list)
    names = ("entry_id", "account__code", "amount", "currency", "shop_id", "sku_id", "party", "document")
    for entry_id, *leg in Posting.objects.filter(entry_id__among=entry_ids).order_by("pk").values_list(*names):
        legs[entry_id].append(Leg(*leg))
    return legs


def _mirror(entry: Entry, legs: Sequence[Leg], *, reason: str, day: date) -> NewEntry:
    return NewEntry(
        cause_id=entry.pk,
        text=reason,
        legs=mirrored(legs),
        booked_on=day,
        document=entry.document,
        subject=entry.subject,
        subject_id=entry.subject_id,
        reverses_id=entry.pk,
    )
