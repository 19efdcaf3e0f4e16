"""Give parcels that are not printed another warehouse or carrier, without a moment in which they hold no stock: as
somebody wishes, or because what is in them has changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from zhanggui.fulfilment.facts import ParcelRelocated
from zhanggui.fulfilment.merging.parting import leave_waves
from zhanggui.fulfilment.models import Choice, Parcel, ParcelLine
from zhanggui.fulfilment.places.choosing import Goods, Place, Places, Was, choose_places, keep_choices, named
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.merging import earliest
from zhanggui.fulfilment.rules.parcels import CLAIM, check_step
from zhanggui.fulfilment.states import ParcelState
from zhanggui.inventory.flows.move_claims import move_claims
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.rules.marks import ruled_wishes
from zhanggui.people.models import Warehouse

_PARCEL = (
    "pk", "number", "state", "stop_reason", "waybill", "shop_id", "shop__carrier", "warehouse_id", "carrier",
    "order_id", "ship_by", "expected_g", "wave_id",
)  # fmt: skip
_PIECES = (
    "pk", "sku_id", "quantity", "sku__volume_cm3", "order_line__order_id", "order_line__order__carrier_wish",
    "order_line__order__by_rules",
)  # fmt: skip


_WITHOUT_PAPER = (ParcelState.PLANNED, ParcelState.WAVED)
_IS_THERE_A_CHOICE = """
SELECT EXISTS (SELECT FROM fulfilment_warehousecarrier WHERE is_enabled GROUP BY warehouse_id HAVING count(*) > 1)
"""


class NothingToTakeBack(Refusal):
    """Parcel {number} was not sent elsewhere before."""


class Pieces(NamedTuple):
    """A line of a parcel, as far as its place cares."""

    line_id: int
    sku_id: int
    quantity: int
    volume_cm3: int
    order_id: int
    carrier_wish: str
    by_rules: Any


class Wish(NamedTuple):
    """What is asked of one parcel; None and "" leave the choice to the rules, within what the others allow."""

    warehouse_id: int | None = None
    carrier: str = ""
    keeps_warehouse: bool = False


def place_again(wishes: Mapping[int, Wish], *, actor: Actor, at: datetime) -> Outcome[int]:
    """Each parcel goes as wished, its stock held there; one that cannot keeps what it had."""
    parcels, refused, lines = _load_planned(wishes, actor=actor)
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
    nowhere = {pk: named(why) for pk, why in places.refused.items()}
    moved = move_claims(
        cause=CLAIM,
        groups={line.line_id: pk for pk in places.chosen for line in lines[pk]},
        targets={pk: place.warehouse_id for pk, place in places.chosen.items()},
        actor=actor,
        at=at,
    )
    done = [parcel for parcel in ready if parcel.pk in set(moved.done)]
    by_hand = {pk for pk, wish in wishes.items() if wish.carrier}
    _write(done, places.chosen, warehouses, by_hand=by_hand, actor=actor, at=at)
    return Outcome([parcel.pk for parcel in done], refused | nowhere | moved.refused)


def choose_carriers_again(parcel_ids: Iterable[int], *, may_differ: bool = False, actor: Actor, at: datetime) -> None:
    """The carrier of each of these parcels without paper is the best for what is in it now, from where its stock lies.

    What a person gave a carrier keeps it; one that nobody else may take, too. A parcel in a wave of its carrier leaves
    it for another one. The caller has locked orders, waves and parcels; two carriers are not common, so one statement
    is the ordinary price. `may_differ`: orders of two shops travelled together, so it is asked in any case.
    """
    ids = set(parcel_ids)
    if not ids or not (may_differ or is_there_a_choice()):
        return
    rows = Parcel.objects.filter(pk__among=ids - chosen_by_hand(ids), state__in=_WITHOUT_PAPER).order_by("pk")
    parcels: list[Any] = list(rows.values_list(*_PARCEL, named=True))
    lines = _lines_of(parcels)
    names = dict(Warehouse.objects.filter(pk__in={parcel.warehouse_id for parcel in parcels}).values_list("pk", "name"))
    if not names:
        return
    goods = [_goods(parcel, lines[parcel.pk], Wish(keeps_warehouse=True)) for parcel in parcels]
    places = choose_places(goods, warehouse_ids=sorted(names), at=at).chosen
    changed = [one for one in parcels if one.pk in places and places[one.pk].carrier != one.carrier]
    leave_waves(changed, actor=actor, at=at)
    _write(changed, places, names, actor=actor, at=at)


def is_there_a_choice() -> bool:
    """Whether two carriers collect at any warehouse."""
    return bool(fetch_rows(_IS_THERE_A_CHOICE)[0][0])


def weigh_wholes(groups: Iterable[Sequence[int]], *, at: datetime) -> Places:
    """Who is best for the parcels of each group as one, from where their stock lies, by the id of the first of them;
    and why nobody may take another one. The parcels of a group are in one warehouse."""
    groups = [list(group) for group in groups]
    if not groups:
        return Places({}, {})
    rows = Parcel.objects.filter(pk__among={pk for group in groups for pk in group})
    parcels: dict[int, Any] = {row.pk: row for row in rows.values_list(*_PARCEL, named=True)}
    lines = _lines_of(list(parcels.values()))
    goods = []
    for group in groups:
        parts = [parcels[pk] for pk in group]
        whole = parts[0]._replace(
            expected_g=sum(part.expected_g for part in parts), ship_by=earliest(part.ship_by for part in parts)
        )
        goods.append(_goods(whole, [line for pk in group for line in lines[pk]], Wish(keeps_warehouse=True)))
    return choose_places(goods, warehouse_ids=sorted({parcel.warehouse_id for parcel in parcels.values()}), at=at)


def give_carriers(places: Mapping[int, Place], *, actor: Actor, at: datetime) -> None:
    """Each of these planned parcels goes with the carrier chosen for it. The caller has locked them."""
    if not places:
        return
    rows = Parcel.objects.filter(pk__among=set(places)).order_by("pk").values_list(*_PARCEL, named=True)
    parcels: list[Any] = [row for row in rows if row.carrier != places[row.pk].carrier]
    names = dict(Warehouse.objects.filter(pk__in={parcel.warehouse_id for parcel in parcels}).values_list("pk", "name"))
    _write(parcels, places, names, actor=actor, at=at)


def chosen_by_hand(parcel_ids: Collection[int]) -> set[int]:
    """Those of these parcels that a person gave their carrier, or that hold or come from one such."""
    chosen = Choice.objects.filter(told__by_hand=True)
    own = chosen.filter(parcel_id__among=set(parcel_ids)).values_list("parcel_id")
    inside = chosen.filter(parcel__merged_into_id__among=set(parcel_ids)).values_list("parcel__merged_into_id")
    offcuts = Parcel.objects.filter(pk__among=set(parcel_ids), split_from__choice__told__by_hand=True).values_list("pk")
    return {pk for (pk,) in own.union(inside, offcuts)}


def _load_planned(
    parcel_ids: Mapping[int, Any] | Sequence[int], *, actor: Actor
) -> tuple[list[Any], dict[int, Refusal], dict[int, list[Pieces]]]:
    """The parcels, locked, that are planned and not stopped; why others are not; the lines of each."""
    parcels: list[Any] = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True))
    asked = stops_asked(parcel_ids)

    def check(parcel: Any) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.PLANNED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= {pk: NotFound(what="parcel", key=pk) for pk in set(parcel_ids) - {parcel.pk for parcel in parcels}}
    return ready, refused, _lines_of(ready)


def _lines_of(parcels: Sequence[Any]) -> dict[int, list[Pieces]]:
    lines: dict[int, list[Pieces]] = defaultdict(list)
    rows = ParcelLine.objects.filter(parcel_id__among=[parcel.pk for parcel in parcels]).order_by("pk")
    for parcel_id, *line in rows.values_list("parcel_id", *_PIECES):
        lines[parcel_id].append(Pieces(*line))
    return lines


def _goods(parcel: Any, lines: Sequence[Pieces], wish: Wish) -> Goods:
    needs: dict[int, int] = defaultdict(int)
    for line in lines:
        needs[line.sku_id] += line.quantity
    wishing = [line for line in lines if line.carrier_wish]
    return Goods(
        key=parcel.pk,
        order_ids=tuple(dict.fromkeys([parcel.order_id, *(line.order_id for line in lines)])),
        number=parcel.number,
        shop_id=parcel.shop_id,
        shop_carrier=parcel.shop__carrier,
        ship_by=parcel.ship_by,
        needs=dict(needs),
        grams=parcel.expected_g,
        warehouse_wish=parcel.warehouse_id if wish.keeps_warehouse else wish.warehouse_id,
        carrier_wish=wish.carrier or (wishing[0].carrier_wish if wishing else ""),
        volume_cm3=sum(line.quantity * line.volume_cm3 for line in lines),
        holds_stock_in=parcel.warehouse_id,
        ruled=_ruled_carrier(wishing) if wishing and not wish.carrier else frozenset(),
    )


def _ruled_carrier(wishing: Sequence[Pieces]) -> frozenset[str]:
    """A carrier that only rules asked for gives way to where the parcel is sent from."""
    ruled = [ruled_wishes(one.by_rules, warehouse_id=None, carrier=one.carrier_wish) for one in wishing]
    return frozenset.intersection(*ruled)


def _write(
    parcels: Sequence[Any],
    places: Mapping[int, Place],
    names: Mapping[int, str],
    *,
    by_hand: Collection[int] = (),
    actor: Actor,
    at: datetime,
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
        {parcel.pk: _marked(places[parcel.pk], parcel.pk in by_hand) for parcel in changed},
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


def _marked(place: Place, is_by_hand: bool) -> Place:
    return place._replace(told={**(place.told or {}), "by_hand": True}) if is_by_hand else place
