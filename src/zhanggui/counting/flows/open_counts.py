"""Open a count of bins.

Afterwards there is one sheet for each warehouse of these bins, with what the book says lies in each of them; work in
the bins goes on. No bin is in two counts at once.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.facts import CountOpened
from zhanggui.counting.models import CountBin, CountLine, CountSheet
from zhanggui.counting.states import UNDECIDED, BinState, CountKind, SheetState
from zhanggui.inventory.contents import last_move, lock_contents
from zhanggui.inventory.flows.blind_places import blind_places
from zhanggui.inventory.models import Location
from zhanggui.inventory.states import OUTSIDE, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal

COUNTED_KINDS = frozenset(LocationKind) - OUTSIDE - {LocationKind.PACKING}
"""What waits to be packed is on its way out: it belongs to parcels, not to a shelf."""


class PlaceNotCounted(Refusal):
    """Place {bin} is not counted: goods only pass through it."""


class BinInCount(Refusal):
    """Bin {bin} is in a count already: {number}."""


class CountKindUnknown(Refusal):
    """“{kind}” is no kind of count."""


@transaction.atomic
def open_counts(*, location_ids: Sequence[int], kind: str, words: str, actor: Actor, at: datetime) -> Outcome[int]:
    if kind not in CountKind.values:
        raise CountKindUnknown(kind=kind)
    places = Location.objects.filter(pk__among=set(location_ids), warehouse__isnull=False).order_by("pk")
    if actor.warehouse_ids is not None:
        places = places.filter(warehouse_id__in=actor.warehouse_ids)
    found = {place.pk: place for place in places}
    contents = lock_contents(found)
    busy = dict(
        CountBin.objects.filter(location_id__among=set(found), state__in=UNDECIDED).values_list(
            "location_id", "sheet__number"
        )
    )

    def check(place: Location) -> None:
        if place.kind not in COUNTED_KINDS:
            raise PlaceNotCounted(bin=place.code)
        if place.pk in busy:
            raise BinInCount(bin=place.code, number=busy[place.pk])

    ready, refused = divide(found.values(), check=check, key=lambda place: place.pk)
    refused |= not_found("Location", location_ids, found)

    sheets = _open_sheets(ready, kind=kind, words=words, actor=actor, at=at)
    columns = ("sheet_id", "location_id", "walk_order", "state", "round", "counter", "is_empty", "reason", "decided_by")
    inserted = insert_rows(
        CountBin,
        columns,
        [
            (sheets[place.warehouse_id], place.pk, place.walk_order, BinState.TO_COUNT.value, 0, "", False, "", "")
            for place in sorted(ready, key=lambda place: (place.warehouse_id, place.walk_order, place.code))
        ],
        returning=("location_id", "id"),
    )
    bins: dict[int, int] = dict(inserted)
    _write_snapshot(bins, contents)
    blind_places(location_ids=list(bins), actor=actor, at=at)

    sizes = Counter(sheets[place.warehouse_id] for place in ready)
    announce([CountOpened(pk, size, kind) for pk, size in sizes.items()], actor=actor, at=at)
    return Outcome(done=[pk for pk in dict.fromkeys(location_ids) if pk in bins], refused=refused)


def _open_sheets(
    places: Sequence[Location], *, kind: str, words: str, actor: Actor, at: datetime
) -> dict[int | None, int]:
    """One for each warehouse, by its id."""
    sizes = Counter(place.warehouse_id for place in places)
    numbers = draw_numbers("count_sheet", "PD", len(sizes), at=at)
    after = last_move()
    who = actor.name[:80]
    rows = [
        (number, warehouse_id, kind, words[:120], SheetState.OPEN.value, size, after, who, at, "")
        for number, (warehouse_id, size) in zip(numbers, sorted(sizes.items()), strict=True)
    ]
    columns = ("number", "warehouse_id", "kind", "words", "state", "bins", "snapshot_after", "opened_by", "opened_at")
    opened = insert_rows(CountSheet, (*columns, "ended_by"), rows, returning=("warehouse_id", "id"))
    return dict(opened)


def _write_snapshot(bins: dict[int, int], contents: dict[tuple[int, int, str], int]) -> None:
    lying: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for (place, sku_id, lot), there in contents.items():
        if there and place in bins:
            lying[bins[place]].append((sku_id, lot, there))
    rows = [(pk, sku_id, lot, there, 0, 0) for pk, own in lying.items() for sku_id, lot, there in own]
    copy_rows(CountLine, ("bin_id", "sku_id", "lot", "snapshot", "later", "unit_cost"), rows)
