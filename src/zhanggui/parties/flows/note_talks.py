"""Note what was said with suppliers, a visit or a test of their samples.

Afterwards it is on file with its day and who was there.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.parties.facts import TalkNoted
from zhanggui.parties.models import Supplier, Talk


class TalkUnsound(Refusal):
    """A talk has somebody who talked and what was said, and was held today or before."""


class TalkDraft(NamedTuple):
    supplier_id: int
    about: str
    held_on: date
    who: str
    words: str


_COLUMNS = (*TalkDraft._fields, "noted_by", "noted_at")


@transaction.atomic
def note_talks(*, talks: Sequence[TalkDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by supplier."""
    wanted = [draft.supplier_id for draft in talks]
    there = set(locked(Supplier.objects.all(), wanted).values_list("pk", flat=True))

    def check(draft: TalkDraft) -> None:
        if not draft.who.strip() or not draft.words.strip() or draft.held_on > company_day(at):
            raise TalkUnsound

    known = [draft for draft in talks if draft.supplier_id in there]
    ready, refused = divide(known, check=check, key=lambda draft: draft.supplier_id)
    refused |= not_found("supplier", wanted, there)

    insert_rows(Talk, _COLUMNS, [(*draft, actor.name[:80], at) for draft in ready])

    facts = [TalkNoted(draft.supplier_id, str(draft.about), draft.held_on.isoformat()) for draft in ready]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(draft.supplier_id for draft in ready)), refused=refused)
