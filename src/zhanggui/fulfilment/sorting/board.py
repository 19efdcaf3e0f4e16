"""The wall as everyone who sorts sees it: its cells, what lies in each, and where the last pieces went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Sum
from django.db.models.functions import Greatest

from zhanggui.fulfilment.models import Parcel, ParcelLine, Sort, Wall, Wave
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.states import LIVE, SORTED, ParcelState, SortResult, WallState
from zhanggui.kernel.actor import Actor

LIT_FOR = timedelta(seconds=20)
"""How long a cell stays lit after its piece, at most; the next piece of the same station puts it out."""
COLUMNS = 8
"""How wide a wall is drawn that nobody has described."""
_GONE = (ParcelState.VERIFIED, ParcelState.WEIGHED, ParcelState.SHIPPED)


@dataclass(frozen=True, slots=True)
class Cell:
    """`look`: free (no parcel), empty, filling, complete, stopped, gone (taken out to be packed).

    `lit_for` are the tables whose last piece goes here; `reason` is why it is stopped.
    """

    number: int
    look: str = "free"
    done: int = 0
    units: int = 0
    waybill: str = ""
    reason: str = ""
    lit_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WallBoard:
    """`basket` counts the pieces that went to the stop basket, `newest` is the cell of the last piece of all."""

    wave: str
    columns: int
    cells: Sequence[Cell]
    done: int
    units: int
    basket: int
    basket_lit: bool
    newest: int | None

    @property
    def rows(self) -> int:
        return max(1, -(-len(self.cells) // self.columns))

    def count(self, look: str) -> int:
        return sum(cell.look == look for cell in self.cells)


def board_of(wave: Wave, *, actor: Actor, at: datetime) -> WallBoard:
    """Five statements, whatever the size of the wall."""
    parcels = list(
        Parcel.objects.visible_to(actor)
        .filter(wave=wave, cell__isnull=False)
        .only("pk", "cell", "state", "waybill", "stop_reason")
    )
    sums = {
        pk: (done or 0, units)
        for pk, done, units in ParcelLine.objects.filter(parcel_id__among=[parcel.pk for parcel in parcels])
        .values_list("parcel_id")
        .annotate(done=Sum(Greatest(F("sorted"), F("verified"))), units=Sum("quantity"))
        .order_by()
    }
    asked = stops_asked(parcel.pk for parcel in parcels if parcel.state in LIVE)
    lit, basket, newest = _lately(wave, at=at)
    found = {
        cell: Cell(
            cell,
            _look(parcel.state, *sums.get(parcel.pk, (0, 0)), is_asked=parcel.pk in asked),
            *sums.get(parcel.pk, (0, 0)),
            parcel.waybill,
            stop_words(asked.get(parcel.pk, parcel.stop_reason)),
            lit.get(cell, ()),
        )
        for parcel in parcels
        if (cell := parcel.cell) is not None
    }
    last = max(found, default=0)
    columns, most = _shape(wave, last)
    cells = [found.get(number, Cell(number)) for number in range(1, most + 1)]
    return WallBoard(
        wave=wave.number,
        columns=columns,
        cells=cells,
        done=sum(cell.done for cell in cells),
        units=sum(cell.units for cell in cells),
        basket=basket,
        basket_lit=None in lit,
        newest=newest,
    )


def _look(state: str, done: int, units: int, *, is_asked: bool) -> str:
    if state == ParcelState.STOPPED or is_asked:
        return "stopped"
    if state in _GONE:
        return "gone"
    return "complete" if units and done >= units else "filling" if done else "empty"


def _shape(wave: Wave, last: int) -> tuple[int, int]:
    """Columns and cells of the wall it was placed at; else of the smallest in use that has room for it."""
    if wave.wall and wave.wall.cells >= last:
        return wave.wall.columns, wave.wall.cells
    walls = Wall.objects.filter(warehouse_id=wave.warehouse_id, state=WallState.OPEN).annotate(
        room=F("rows") * F("columns")
    )
    shape = walls.filter(room__gte=last).order_by("room", "code").values_list("columns", "room").first()
    return shape or (COLUMNS, -(-last // COLUMNS) * COLUMNS)


def _lately(wave: Wave, *, at: datetime) -> tuple[dict[int | None, tuple[str, ...]], int, int | None]:
    """Which cells are lit for which tables (None: the basket), what went to the basket, the cell of the last piece."""
    rows = Sort.objects.filter(wave=wave, result__in=SORTED, undone_by__isnull=True).order_by("at", "pk")
    last: dict[str, int | None] = {}
    newest = None
    basket = 0
    for result, cell, pieces, station, actor, when in rows.values_list(
        "result", "cell", "pieces", "station", "actor", "at"
    ):
        place = None if result == SortResult.TO_BASKET else cell
        basket += pieces if place is None else 0
        if at - when <= LIT_FOR:
            last.pop(station or actor, None)
            last[station or actor] = newest = place
    lit: dict[int | None, tuple[str, ...]] = {}
    for table, place in last.items():
        lit[place] = (*lit.get(place, ()), table)
    return lit, basket, newest
