"""Approve the differences of counted bins.

Afterwards the book holds what was counted, and what moved since; each difference came from, or went to, the place of
losses. Nobody approves what they counted. A bin of which pickers or buyers were promised more than lies there is
refused, and stays as it was, until they were served from elsewhere or let go.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.facts import CountEnded, DifferencePosted
from zhanggui.counting.models import CountBin, CountLine
from zhanggui.counting.rules.turns import check_may_decide
from zhanggui.counting.states import BinState
from zhanggui.counting.taking import end_finished, locked_bins, person_of, standings
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.rules.counts import Count
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to

CAUSE = "count_bins"
"""The cause of the moves; its id is the line's."""


class _SomeRefused(Exception):
    """Stock is set aside in some of the bins: nothing of this try stands."""


@transaction.atomic
def approve_differences(*, bin_ids: Sequence[int], note: str, actor: Actor, at: datetime) -> Outcome[int]:
    bins = locked_bins(bin_ids, actor=actor)
    standing = standings(bins)
    ready, refused = divide(
        bins, check=lambda one: check_may_decide(standing[one.pk], by=person_of(actor)), key=lambda one: one.pk
    )
    refused |= not_found("count", bin_ids, standing)
    counts = _counts(ready)

    held: dict[int, Refusal] = {}
    try:
        with transaction.atomic():
            held = _post(counts, note=note, actor=actor, at=at)
            if held:
                raise _SomeRefused
    except _SomeRefused:
        _post({pk: own for pk, own in counts.items() if pk not in held}, note=note, actor=actor, at=at)
    done = [one for one in ready if one.pk not in held]
    move_to(CountBin, [one.pk for one in done], BinState.POSTED, decided_by=actor.name[:80], decided_at=at)

    announce([DifferencePosted(one.pk, note[:200]) for one in done], actor=actor, at=at)
    ended = end_finished({one.sheet_id for one in done}, actor=actor, at=at)
    announce([CountEnded(pk) for pk in ended], actor=actor, at=at)
    return Outcome(done=[one.pk for one in done], refused=refused | held)


def _counts(bins: Sequence[CountBin]) -> dict[int, list[Count]]:
    """By bin what changes stock: all of its lines, so that each request to count there is answered."""
    places = {one.pk: one.location_id for one in bins}
    counts: dict[int, list[Count]] = defaultdict(list)
    lines = CountLine.objects.filter(bin_id__among=set(places), counted__isnull=False).order_by("pk")
    for pk, bin_id, sku_id, lot, counted, book in lines.values_list("pk", "bin_id", "sku_id", "lot", "counted", "book"):
        counts[bin_id].append(Count(pk, places[bin_id], sku_id, (counted or 0) - (book or 0), lot, is_change=True))
    return counts


def _post(counts: dict[int, list[Count]], *, note: str, actor: Actor, at: datetime) -> dict[int, Refusal]:
    """Why which bins could not be posted."""
    bins = {count.cause_id: bin_id for bin_id, own in counts.items() for count in own}
    every = [count for own in counts.values() for count in own]
    outcome = adjust_stock(counts=every, note=note, cause=CAUSE, actor=actor, at=at)
    return {bins[cause_id]: refusal for cause_id, refusal in outcome.refused.items()}
