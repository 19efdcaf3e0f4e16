"""What waiting parcels are to a wave: read once, locked when they are to go into one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import QuerySet

from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.numbering import without_source
from zhanggui.fulfilment.queries import carrier_label, marks_of
from zhanggui.fulfilment.rules.numbering import NoNumbersThere
from zhanggui.fulfilment.rules.parcels import OrderHeld, OrderStopping, stop_words
from zhanggui.fulfilment.rules.waves import Waiting, first_to_leave
from zhanggui.fulfilment.states import ParcelState
from zhanggui.inventory.queries import shop_lives
from zhanggui.inventory.rules.bins import PickWant
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.models import Warehouse

_PARCEL = ("pk", "warehouse_id", "carrier", "sku_count", "units", "ship_by", "expected_g", "shop_id", "order__number")


class NotWaiting(Refusal):
    """This parcel is not waiting for a wave, or someone else is taking it just now."""


class Line(NamedTuple):
    """A line of a waiting parcel."""

    parcel_id: int
    sku_id: int
    quantity: int
    cm3: int = 0


class Loaded(NamedTuple):
    """The parcels that may go into waves, and why the others may not."""

    waiting: list[Waiting]
    refused: dict[int, Refusal]


def planned(parcel_ids: Sequence[int], *, actor: Actor) -> QuerySet[Parcel]:
    return Parcel.objects.visible_to(actor).filter(pk__among=set(parcel_ids), state=ParcelState.PLANNED).order_by("pk")


def unlocked(rows: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """Two builders never hold the same parcel: what the other has locked is passed over."""
    return rows.select_for_update(of=("self",), skip_locked=True, no_key=True)


def load_waiting(parcel_ids: Sequence[int], rows: QuerySet[Parcel]) -> Loaded:
    """Those of these parcels that nobody holds back, as `rows` reads them."""
    found = list(rows.values_list(*_PARCEL))
    asked, reviews, held, _, urgent, _, apart = marks_of([row[0] for row in found])
    waiting: list[Waiting] = []
    refused: dict[int, Refusal] = {}
    nowhere = _nowhere({(row[1], row[2]) for row in found})
    for parcel_id, warehouse_id, carrier, sku_count, units, ship_by, grams, shop_id, number in found:
        if parcel_id in asked:
            refused[parcel_id] = OrderStopping(number=number, reason=stop_words(asked[parcel_id]))
        elif parcel_id in reviews:
            refused[parcel_id] = reviews[parcel_id]
        elif parcel_id in held:
            refused[parcel_id] = OrderHeld(number=held[parcel_id])
        elif parcel_id in apart:
            refused[parcel_id] = apart[parcel_id]
        elif name := nowhere.get((warehouse_id, carrier)):
            refused[parcel_id] = NoNumbersThere(number=number, carrier=carrier_label(carrier), warehouse=name)
        else:
            is_urgent = parcel_id in urgent
            waiting.append(
                Waiting(parcel_id, warehouse_id, carrier, sku_count, units, ship_by, is_urgent, grams, shop_id)
            )
    seen = {parcel.parcel_id for parcel in waiting} | set(refused)
    refused |= {parcel_id: NotWaiting() for parcel_id in parcel_ids if parcel_id not in seen}
    return Loaded(waiting, refused)


def _nowhere(pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """The (warehouse, carrier) at which nobody gives numbers, each with the name of its warehouse."""
    missing = without_source(pairs)
    rows = Warehouse.objects.filter(pk__in={pair[0] for pair in missing}) if missing else Warehouse.objects.none()
    names = dict(rows.values_list("pk", "name"))
    return {pair: names[pair[0]] for pair in missing}


def lines_of(waiting: Sequence[Waiting], *, with_volume: bool = False) -> dict[int, Line]:
    """The lines of these parcels, by line."""
    rows = ParcelLine.objects.filter(parcel_id__among=[parcel.parcel_id for parcel in waiting])
    columns = ("pk", "parcel_id", "sku_id", "quantity", *(["sku__volume_cm3"] if with_volume else []))
    return {row[0]: Line(*row[1:]) for row in rows.order_by("parcel_id", "pk").values_list(*columns)}


def measured(waiting: Sequence[Waiting], lines: Mapping[int, Line]) -> list[Waiting]:
    """The same parcels with their volume, and the SKU of those that hold only one."""
    volume: dict[int, int] = defaultdict(int)
    sku_of: dict[int, int] = {}
    for parcel_id, sku_id, quantity, cm3 in lines.values():
        volume[parcel_id] += quantity * cm3
        sku_of[parcel_id] = sku_id if sku_of.get(parcel_id, sku_id) == sku_id else 0
    return [parcel._replace(cm3=volume[parcel.parcel_id], sku_id=sku_of.get(parcel.parcel_id, 0)) for parcel in waiting]


def wants_of(waiting: Sequence[Waiting], lines: Mapping[int, Line]) -> list[PickWant]:
    """The pieces to fetch for these parcels, those that leave first asking first."""
    own: dict[int, list[int]] = defaultdict(list)
    for line_id, line in lines.items():
        own[line.parcel_id].append(line_id)
    days = shop_lives(parcel.shop_id for parcel in waiting)
    return [
        PickWant(
            line_id, parcel.warehouse_id, lines[line_id].sku_id, lines[line_id].quantity, days.get(parcel.shop_id, 0)
        )
        for parcel in sorted(waiting, key=first_to_leave)
        for line_id in own[parcel.parcel_id]
    ]
