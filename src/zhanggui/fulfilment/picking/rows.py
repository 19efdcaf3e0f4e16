"""What a picker with a phone sees: waves to claim, and the bins of one wave in walking order."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q

from zhanggui.catalog.models import Barcode
from zhanggui.fulfilment.models import Pick, Wave
from zhanggui.fulfilment.queries import carrier_label, stops_asked
from zhanggui.fulfilment.rules.picking import is_whose
from zhanggui.fulfilment.rules.zones import walk_key, zone_of
from zhanggui.fulfilment.states import UNPICKED, PickMeans, PickState, WaveState
from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.queries import inspections_due
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor

MOST_WAVES = 50
MOST_CODES = 2000
"""So many unique codes of one SKU go with the page of a bin."""


class WaveToPick(NamedTuple):
    """A printed wave, how far this picker is with it, and what of it nobody fetches yet, by zone."""

    wave: Wave
    carrier: str
    mine: int
    taken: int
    free: dict[str, int]
    others: dict[str, int]


class Task(NamedTuple):
    """Pieces of one SKU and lot from one bin, for some cells. `inspection`: why the inspector sees them first."""

    bin: str
    sku_id: int
    sku: str
    name: str
    spec: str
    lot: str
    picture: str
    quantity: int
    cells: tuple[tuple[int | None, int], ...]
    pick_ids: tuple[int, ...]
    inspection: str = ""

    @property
    def ids(self) -> str:
        return ",".join(map(str, self.pick_ids))


def waves_to_pick(actor: Actor) -> list[WaveToPick]:
    """Those this picker has begun first, then the others as they were printed."""
    waves = Wave.objects.visible_to(actor).filter(state=WaveState.PRINTED).exclude(means=PickMeans.PAPER)
    shown = {wave.pk: wave for wave in waves.order_by("pk")[:MOST_WAVES]}
    counts: dict[int, list[dict[str, int]]] = defaultdict(lambda: [defaultdict(int) for _ in range(4)])
    rows = Pick.objects.filter(wave_id__among=set(shown), state__in=UNPICKED)
    for wave_id, state, picker_id, picker, code, pieces in rows.values_list(
        "wave_id", "state", "picker_id", "picker", "location__code", "quantity"
    ):
        mine, taken, free, others = counts[wave_id]
        if is_whose(picker_id, picker, user_id=actor.user_id, name=actor.name):
            (taken if state == PickState.TAKEN else mine)[""] += pieces
        elif not picker:
            free[zone_of(code)] += pieces
        elif state == PickState.TO_PICK:
            others[picker] += pieces
    told = [
        WaveToPick(wave, carrier_label(wave.carrier), mine[""], taken[""], dict(sorted(free.items())), dict(others))
        for wave in shown.values()
        for mine, taken, free, others in [counts[wave.pk]]
    ]
    return sorted((one for one in told if one.mine or one.taken or one.free or one.others), key=_first_mine)


def _first_mine(one: WaveToPick) -> tuple[bool, bool, int]:
    return not (one.mine or one.taken), not one.free, one.wave.pk


def tasks_of(wave: Wave, actor: Actor) -> list[Task]:
    """What this picker still has to fetch of the wave, bin by bin; nothing for parcels that are to stop."""
    picks = (
        Pick.objects.filter(_mine(actor), wave=wave, state=PickState.TO_PICK)
        .select_related("location", "sku__product", "parcel_line__parcel", "wave")
        .order_by("sku__code", "lot", "parcel_line__parcel__cell", "pk")
    )
    rows = list(picks)
    asked = stops_asked({pick.parcel_line.parcel_id for pick in rows})
    rows = [pick for pick in rows if pick.parcel_line.parcel_id not in asked]
    walked = sorted(rows, key=lambda pick: walk_key(pick.location.walk_order, pick.location.code))
    due = inspections_due(wave.warehouse_id, {pick.sku_id for pick in walked})
    tasks = [_task(list(same)) for _, same in groupby(walked, key=_same_task)]
    return [one._replace(inspection=due.get((one.sku_id, one.lot)) or due.get((one.sku_id, ""), "")) for one in tasks]


def _mine(actor: Actor) -> Q:
    """As `is_whose`, asked of the database."""
    own = Q(picker_id=actor.user_id) if actor.user_id else Q(picker_id__isnull=True, picker=actor.name[:80])
    return own & ~Q(picker="")


def _same_task(pick: Pick) -> tuple[int, int, str]:
    return pick.location_id, pick.sku_id, pick.lot


def _task(picks: Sequence[Pick]) -> Task:
    first = picks[0]
    cells: dict[int | None, int] = {}
    for pick in picks:
        cell = pick.parcel_line.parcel.cell
        cells[cell] = cells.get(cell, 0) + pick.quantity
    if first.wave.labels_at_table:
        cells = {None: sum(cells.values())}
    return Task(
        first.location.code, first.sku_id, first.sku.code, first.sku.product.name, first.sku.spec, first.lot,
        first.sku.product.picture, sum(cells.values()), tuple(cells.items()), tuple(pick.pk for pick in picks),
    )  # fmt: skip


def progress_of(wave: Wave, actor: Actor) -> dict[str, Any]:
    """Pieces of this picker that are on the cart and to fetch, and who fetches what else of the wave."""
    mine = taken = nobody = 0
    others: dict[str, int] = defaultdict(int)
    rows = Pick.objects.filter(wave=wave, state__in=UNPICKED)
    for state, picker_id, picker, pieces in rows.values_list("state", "picker_id", "picker", "quantity"):
        if is_whose(picker_id, picker, user_id=actor.user_id, name=actor.name):
            mine += pieces
            taken += pieces if state == PickState.TAKEN else 0
        elif state == PickState.TO_PICK:
            nobody += 0 if picker else pieces
            others[picker] += pieces if picker else 0
    named = {name: pieces for name, pieces in others.items() if pieces}
    return {"mine": mine, "taken": taken, "nobody": nobody, "others": named}


def codes_of(sku_id: int, warehouse_id: int) -> dict[str, int]:
    """How many pieces each code stands for: barcodes of the goods; 0 for the unique codes of pieces that lie there,
    each of which counts once."""
    own = UniqueCode.objects.filter(sku_id=sku_id, warehouse_id=warehouse_id, state=CodeState.IN_STOCK)
    pieces = dict.fromkeys(own.order_by("code").values_list("code", flat=True)[:MOST_CODES], 0)
    return pieces | dict(Barcode.objects.filter(sku_id=sku_id).values_list("code", "pieces"))
