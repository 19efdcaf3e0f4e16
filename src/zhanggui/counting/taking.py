"""Bins as the flows take them in hand: locked with their sheets, and how their counts stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from zhanggui.counting.models import CountBin, CountLine, CountSheet, CountTurn
from zhanggui.counting.rules.turns import Person, Standing
from zhanggui.counting.states import UNDECIDED, SheetState
from zhanggui.inventory.contents import moved_since
from zhanggui.inventory.rules.sums import BalanceKey
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.locks import locked
from zhanggui.kernel.steps import move_to


def person_of(actor: Actor) -> Person:
    return Person(actor.name[:80], actor.user_id)


def locked_bins(bin_ids: Iterable[int], *, actor: Actor) -> list[CountBin]:
    """The bins asked for that the actor may see, locked after their sheets, with place and sheet."""
    asked = CountBin.objects.visible_to(actor).filter(pk__among=set(bin_ids))
    list(locked(CountSheet.objects.all(), asked.values_list("sheet_id", flat=True)))
    return list(locked(CountBin.objects.visible_to(actor).select_related("location", "sheet"), bin_ids))


def standings(bins: Sequence[CountBin]) -> dict[int, Standing]:
    """How the count of each bin stands. One statement."""
    turns = CountTurn.objects.filter(bin_id__among={one.pk for one in bins}, counted_at__isnull=False)
    counters: dict[int, list[Person]] = defaultdict(list)
    for bin_id, name, user_id in turns.order_by("round").values_list("bin_id", "counter", "counter_user_id"):
        counters[bin_id].append(Person(name, user_id))
    return {
        one.pk: Standing(
            one.location.code, one.state, Person(one.counter, one.counter_user_id), tuple(counters[one.pk])
        )
        for one in bins
    }


def complete_lines(bins: Sequence[CountBin], contents: Mapping[BalanceKey, int]) -> None:
    """What lies in these bins by the book and was not there when the count was opened has a line as well.

    Its `snapshot` is what lay there then: what lies there now less what moved since.
    """
    known = set(
        CountLine.objects.filter(bin_id__among={one.pk for one in bins}).values_list(
            "bin__location_id", "sku_id", "lot"
        )
    )
    by_place = {one.location_id: one for one in bins}
    fresh = [key for key, there in contents.items() if there and key not in known and key[0] in by_place]
    moved = moved_since({place: by_place[place].sheet.snapshot_after for place, _, _ in fresh})
    insert_rows(
        CountLine,
        ("bin_id", "sku_id", "lot", "snapshot", "later", "unit_cost"),
        [
            (by_place[place].pk, sku_id, lot, contents[place, sku_id, lot] - moved.get((place, sku_id, lot), 0), 0, 0)
            for place, sku_id, lot in fresh
        ],
        on_conflict="DO NOTHING",
    )


def end_finished(sheet_ids: Iterable[int], *, actor: Actor, at: datetime) -> list[int]:
    """Sheets of which every bin is done have ended. The caller has locked them."""
    unfinished = CountBin.objects.filter(sheet_id__among=set(sheet_ids), state__in=UNDECIDED)
    sheets = CountSheet.objects.filter(pk__among=set(sheet_ids), state=SheetState.OPEN)
    over = list(sheets.exclude(pk__in=unfinished.values("sheet_id")).values_list("pk", flat=True))
    move_to(CountSheet, over, SheetState.ENDED, ended_by=actor.name[:80], ended_at=at)
    return over
