"""What a count means for its bins: the lines get book and count, the bin goes where the difference sends it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from zhanggui.catalog.models import Sku
from zhanggui.counting.facts import BinCounted, CountEnded
from zhanggui.counting.limits import limits_now
from zhanggui.counting.models import CountBin, CountLine, CountTurn
from zhanggui.counting.rules.differences import Found, next_state
from zhanggui.counting.states import UNSEEN
from zhanggui.counting.taking import end_finished
from zhanggui.inventory.contents import last_move, moved_after
from zhanggui.inventory.flows.unblind_places import unblind_places
from zhanggui.inventory.rules.sums import BalanceKey
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.steps import move_each

_LINE = ("bin_id", "sku_id", "lot", "snapshot", "book", "later", "counted", "first_book", "first_counted", "unit_cost")
_AGAIN = """(bin_id, sku_id, lot) DO UPDATE SET book = EXCLUDED.book, later = EXCLUDED.later,
counted = EXCLUDED.counted, first_book = EXCLUDED.first_book, first_counted = EXCLUDED.first_counted,
unit_cost = EXCLUDED.unit_cost"""


class Tally(NamedTuple):
    """What was counted in one bin, by SKU and lot, and when: `captured_at` lies before the moment it is entered."""

    bin: CountBin
    pieces: Mapping[tuple[int, str], int]
    captured_at: datetime


class _Line(NamedTuple):
    bin: CountBin
    sku_id: int
    lot: str
    found: Found
    later: int


def settle_counts(tallies: Sequence[Tally], *, contents: Mapping[BalanceKey, int], actor: Actor, at: datetime) -> None:
    """Each bin was counted: no difference, one to approve, or one so large that somebody else counts again.

    The bins and the `contents` of their places are locked, and are being counted. What moved after the moment a bin
    was counted is taken off what the book says now.
    """
    later = moved_after({tally.bin.location_id: tally.captured_at for tally in tallies if tally.captured_at < at})
    known = _known_lines(tallies)
    lines = _lines(tallies, contents=contents, later=later, known=known)
    limits = limits_now()
    by_bin: dict[int, list[Found]] = {tally.bin.pk: [] for tally in tallies}
    for line in lines:
        by_bin[line.bin.pk].append(line.found)
    bins = {tally.bin.pk: tally.bin for tally in tallies}
    states = {pk: next_state(found, is_again=bins[pk].round > 1, limits=limits) for pk, found in by_bin.items()}

    insert_rows(CountLine, _LINE, [_row(line, known) for line in lines], on_conflict=_AGAIN)
    after = last_move()
    move_each(
        CountBin,
        ("counted_at", "counted_after", "is_empty"),
        [
            (tally.bin.pk, states[tally.bin.pk].value, tally.captured_at, after, not any(tally.pieces.values()))
            for tally in tallies
        ],
    )
    update_rows(
        CountTurn,
        ("bin_id", "round"),
        ("counted_at",),
        [(tally.bin.pk, tally.bin.round, tally.captured_at) for tally in tallies],
    )
    seen = [tally.bin.location_id for tally in tallies if states[tally.bin.pk] not in UNSEEN]
    unblind_places(location_ids=seen, actor=actor, at=at)
    announce([BinCounted(tally.bin.pk, tally.bin.round) for tally in tallies], actor=actor, at=at)
    ended = end_finished({tally.bin.sheet_id for tally in tallies}, actor=actor, at=at)
    announce([CountEnded(pk) for pk in ended], actor=actor, at=at)


def _known_lines(tallies: Sequence[Tally]) -> dict[BalanceKey, CountLine]:
    places = {tally.bin.pk: tally.bin.location_id for tally in tallies}
    rows = CountLine.objects.filter(bin_id__among=set(places))
    return {(places[line.bin_id], line.sku_id, line.lot): line for line in rows}


def _lines(
    tallies: Sequence[Tally],
    *,
    contents: Mapping[BalanceKey, int],
    later: Mapping[BalanceKey, int],
    known: Mapping[BalanceKey, CountLine],
) -> list[_Line]:
    """Everything that lies there by the book, was there before, or was found."""
    goods: dict[int, set[tuple[int, str]]] = {tally.bin.location_id: set(tally.pieces) for tally in tallies}
    for place, sku_id, lot in (*(key for key, there in contents.items() if there), *known, *later):
        if place in goods:
            goods[place].add((sku_id, lot))
    costs = _costs({sku_id for own in goods.values() for sku_id, _ in own})
    lines = []
    for tally in tallies:
        place = tally.bin.location_id
        for sku_id, lot in sorted(goods[place]):
            since = later.get((place, sku_id, lot), 0)
            book = contents.get((place, sku_id, lot), 0) - since
            found = Found(book, tally.pieces.get((sku_id, lot), 0), costs.get(sku_id, Decimal(0)))
            lines.append(_Line(tally.bin, sku_id, lot, found, since))
    return lines


def _costs(sku_ids: set[int]) -> dict[int, Decimal]:
    return dict(Sku.objects.filter(pk__among=sku_ids).values_list("pk", "cost"))


def _row(line: _Line, known: Mapping[BalanceKey, CountLine]) -> tuple[object, ...]:
    """A line of an earlier count keeps what it said first; goods nobody knew of there had nothing there before."""
    before = known.get((line.bin.location_id, line.sku_id, line.lot))
    snapshot = before.snapshot if before else 0
    first: tuple[int | None, int | None] = (None, None)
    if before and line.bin.round > 1:
        first = (
            (before.book, before.counted) if before.first_counted is None else (before.first_book, before.first_counted)
        )
    found = line.found
    return (
        line.bin.pk,
        line.sku_id,
        line.lot,
        snapshot,
        found.book,
        line.later,
        found.counted,
        *first,
        found.unit_cost,
    )
