"""End counts early.

Afterwards bins that nobody has counted yet are left out, those in hand too. A count with differences that wait goes on
until each is posted or counted away: nothing that was seen is lost.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.facts import CountCutShort
from zhanggui.counting.models import CountBin, CountSheet
from zhanggui.counting.states import BinState, SheetState
from zhanggui.inventory.flows.unblind_places import unblind_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to

_DROPPED = (BinState.TO_COUNT, BinState.COUNTING)
_OPEN = (BinState.RECOUNT, BinState.RECOUNTING, BinState.DIFFERS)


class CountOver(Refusal):
    """Count {number} has ended already."""

    sound = "already_scanned"


class DifferencesWait(Refusal):
    """Count {number} has differences in {bins} bins that were not posted yet. Have them counted again or approve them
    first."""


@transaction.atomic
def end_counts(*, sheet_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    sheets = list(locked(CountSheet.objects.visible_to(actor), sheet_ids))
    rows = CountBin.objects.filter(sheet_id__among={sheet.pk for sheet in sheets}, state__in=(*_DROPPED, *_OPEN))
    bins = list(
        rows.order_by("pk").select_for_update(no_key=True).values_list("pk", "sheet_id", "state", "location_id")
    )
    waiting = {sheet.pk: sum(1 for _, pk, state, _ in bins if pk == sheet.pk and state in _OPEN) for sheet in sheets}

    def check(sheet: CountSheet) -> None:
        if sheet.state != SheetState.OPEN:
            raise CountOver(number=sheet.number)
        if waiting[sheet.pk]:
            raise DifferencesWait(number=sheet.number, bins=waiting[sheet.pk])

    ready, refused = divide(sheets, check=check, key=lambda sheet: sheet.pk)
    refused |= not_found("count", sheet_ids, (sheet.pk for sheet in sheets))

    done = [sheet.pk for sheet in ready]
    dropped = {pk: location_id for pk, sheet_id, _, location_id in bins if sheet_id in done}
    move_to(CountBin, list(dropped), BinState.LEFT_OUT)
    unblind_places(location_ids=list(dropped.values()), actor=actor, at=at)
    move_to(CountSheet, done, SheetState.ENDED, ended_by=actor.name[:80], ended_at=at)

    announce([CountCutShort(pk, reason[:200]) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
