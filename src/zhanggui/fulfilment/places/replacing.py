"""Give parcels that are planned and not printed another warehouse or carrier, without a moment in which they hold no
stock."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from zhanggui.fulfilment.facts import ParcelRelocated
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.places.choosing import Goods, Place, Was, choose_places, keep_choices
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import CLAIM, check_step
from zhanggui.fulfilment.states import ParcelState
from zhanggui.inventory.flows.move_claims import move_claims
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.rules.marks import ruled_wishes
from zhanggui.people.models import Warehouse

_PARCEL = (
    "pk", "number", "state", "stop_reason", "waybill", "shop_id", "shop__carrier", "warehouse_id", "carrier",
    "order_id", "order__carrier_wish", "order__by_rules", "ship_by", "expected_g", "choice__was_warehouse_id",
    "choice__was_carrier",
)  # fmt: skip


class NothingToTakeBack(Refusal):
    """Parcel {number} was not sent elsewhere before."""


class Wish(NamedTuple):
    """What is asked of one parcel; None and "" leave the choice to the rules, within what the others allow."""

    warehouse_id: int | None = None
    carrier: str = ""
    keeps_warehouse: bool = False


def place_again(wishes: Mapping[int, Wish], *, actor: Actor, at: datetime) -> Outcome[int]:
    """Each parcel goes as wished, its stock held there; one that cannot keeps what it had."""
    parcels, refused, lines = load_planned(wishes, actor=actor)
    warehouses = dict(Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", "name"))
    for parcel in parcels:
        wanted = wishes[parcel.pk].warehouse_id
        if wanted is not None and wanted not in warehouses:
            refused[parcel.pk] = NotFound(what="warehouse", key=wanted)
    ready = [parcel for parcel in parcels if parcel.pk not in refused]
    if not ready:
        return Outcome([], refused)
    goods = [_goods(parcel, lines[parcel.pk], wishes[parcel.pk]) for parcel in ready]
    places = choose_places(goods, warehouse_ids=list(warehouses), at=at)
    moved = move_claims(
        cause=CLAIM,
        groups={line_id: pk for pk in places.chosen for line_id, _, _ in lines[pk]},
        targets={pk: place.warehouse_id for pk, place in places.chosen.items()},
        actor=actor,
        at=at,
    )
    done = [parcel for parcel in ready if parcel.pk in set(moved.done)]
    _write(done, places.chosen, warehouses, actor=actor, at=at)
    return Outcome([parcel.pk for parcel in done], refused | places.refused | moved.refused)


def load_planned(
    parcel_ids: Mapping[int, Any] | Sequence[int], *, actor: Actor
) -> tuple[list[Any], dict[int, Refusal], dict[int, list[tuple[int, int, int]]]]:
    """The parcels, locked, that are planned and not stopped; why others are not; (line, SKU, pieces) of each."""
    parcels: list[Any] = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True))
    asked = stops_asked(parcel_ids)

    def check(parcel: Any) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.PLANNED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= {pk: NotFound(what="parcel", key=pk) for pk in set(parcel_ids) - {parcel.pk for parcel in parcels}}
    lines: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    rows = ParcelLine.objects.filter(parcel_id__among=[parcel.pk for parcel in ready]).order_by("pk")
    for parcel_id, *line in rows.values_list("parcel_id", "pk", "sku_id", "quantity"):
        lines[parcel_id].append((line[0], line[1], line[2]))
    return ready, refused, lines


def _goods(parcel: Any, lines: Sequence[tuple[int, int, int]], wish: Wish) -> Goods:
    needs: dict[int, int] = defaultdict(int)
    for _, sku_id, quantity in lines:
        needs[sku_id] += quantity
    return Goods(
        key=parcel.pk,
        order_ids=(parcel.order_id,),
        number=parcel.number,
        shop_id=parcel.shop_id,
        shop_carrier=parcel.shop__carrier,
        ship_by=parcel.ship_by,
        needs=dict(needs),
        grams=parcel.expected_g,
        warehouse_wish=parcel.warehouse_id if wish.keeps_warehouse else wish.warehouse_id,
        carrier_wish=wish.carrier or parcel.order__carrier_wish,
        holds_stock_in=parcel.warehouse_id,
        ruled=frozenset() if wish.carrier else _ruled_carrier(parcel),
    )


def _ruled_carrier(parcel: Any) -> frozenset[str]:
    """A carrier that only a rule asked for gives way to where the parcel is sent from."""
    return ruled_wishes(parcel.order__by_rules, warehouse_id=None, carrier=parcel.order__carrier_wish)


def _write(
    parcels: Sequence[Any], places: Mapping[int, Place], names: Mapping[int, str], *, actor: Actor, at: datetime
) -> None:
    changed = [
        parcel
        for parcel in parcels
        if (parcel.warehouse_id, parcel.carrier) != (places[parcel.pk].warehouse_id, places[parcel.pk].carrier)
    ]
    update_rows(
        Parcel,
        ("id",),
        ("warehouse_id", "carrier"),
        [(parcel.pk, places[parcel.pk].warehouse_id, places[parcel.pk].carrier) for parcel in changed],
    )
    keep_choices(
        {parcel.pk: places[parcel.pk] for parcel in changed},
        was={parcel.pk: Was(parcel.warehouse_id, parcel.carrier) for parcel in changed},
        actor=actor,
        at=at,
    )
    announce(
        [
            ParcelRelocated(
                parcel.pk, names[places[parcel.pk].warehouse_id], places[parcel.pk].carrier,
                names.get(parcel.warehouse_id, ""), parcel.carrier,
            )
            for parcel in changed
        ],
        actor=actor,
        at=at,
    )  # fmt: skip
