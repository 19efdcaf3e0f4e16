"""Split parcels that have no paper yet: by hand, or by weight, volume, pieces, stock, warehouse, category, order, line.

Afterwards each parcel keeps its first part, and every other part is a planned parcel of its own with the claims of its
pieces; by warehouse it is sent from where its pieces are. Order lines stay what the platform calls them; only pieces
are parted. One that waited in a wave has left it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.facts import ParcelPlanned
from zhanggui.fulfilment.merging.facts import ParcelSplit
from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.merging.parting import cut_lines, keep_orders, leave_waves, recount_parcels
from zhanggui.fulfilment.merging.splitting import held_lines
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.places.replacing import Wish, choose_carriers_again, place_again
from zhanggui.fulfilment.places.trying import warehouses_in_order
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import OrderStopping, stop_words
from zhanggui.fulfilment.rules.splitting import NotToSplit, OneParcelAlready, Take, boxes_of
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.wave_sums import lock_waves_of
from zhanggui.fulfilment.writing import PARCEL, NewParcel, parcel_row
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal


class _Cut(NamedTuple):
    """One part that becomes a parcel of its own."""

    parcel: Parcel
    take: Take
    warehouse_id: int | None = None


@transaction.atomic
def split_parcels(
    *,
    parcel_ids: Sequence[int],
    way: str = "by_hand",
    limit: int = 0,
    take: Mapping[int, int] | None = None,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    lock_orders_of(parcel_ids)
    lock_waves_of(parcel_ids)
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids))
    elsewhere = warehouses_in_order(actor) if way == "by_warehouse" else ()
    asked, held = stops_asked(parcel_ids), held_lines(parcel_ids, elsewhere=list(elsewhere), locks=True)

    known = {line.line_id for lines in held.values() for line in lines}
    strange = {line_id: pieces for line_id, pieces in (take or {}).items() if pieces and line_id not in known}
    cuts: list[_Cut] = []
    refused = not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    for parcel in parcels:
        lines = held.get(parcel.pk, [])
        own = {line.line_id: (take or {}).get(line.line_id, 0) for line in lines} | strange
        try:
            _check_splittable(parcel, asked=asked.get(parcel.pk, ""))
            stays, *others = boxes_of(parcel.number, lines, way=way, limit=limit, take=own)
            if stays.warehouse_id:
                raise OneParcelAlready(number=parcel.number)
        except Refusal as refusal:
            refused[parcel.pk] = refusal
        else:
            cuts += [_Cut(parcel, *box) for box in others]

    before = transaction.savepoint()
    if lost := _split(cuts, actor=actor, at=at):
        transaction.savepoint_rollback(before)
        refused |= lost
        _split([cut for cut in cuts if cut.parcel.pk not in lost], actor=actor, at=at)
    else:
        transaction.savepoint_commit(before)
    return Outcome(done=[pk for pk in dict.fromkeys(parcel_ids) if pk not in refused], refused=refused)


def _split(cuts: Sequence[_Cut], *, actor: Actor, at: datetime) -> dict[int, Refusal]:
    """Each part is a parcel, from where it is to be sent; answers the parcels of which a part cannot be sent there."""
    leave_waves(list({cut.parcel.pk: cut.parcel for cut in cuts}.values()), actor=actor, at=at)
    new_ids, facts = _write(cuts, actor=actor, at=at)
    announce(facts, actor=actor, at=at)
    wishes = {pk: Wish(cut.warehouse_id) for pk, cut in zip(new_ids, cuts, strict=True) if cut.warehouse_id}
    if not wishes:
        return {}
    parcel_of = {pk: cut.parcel.pk for pk, cut in zip(new_ids, cuts, strict=True)}
    sent = place_again(wishes, actor=actor, at=at)
    return {parcel_of[pk]: refusal for pk, refusal in sent.refused.items()}


def _check_splittable(parcel: Parcel, *, asked: str) -> None:
    if asked:
        raise OrderStopping(number=parcel.number, reason=stop_words(asked))
    if parcel.state not in {ParcelState.PLANNED, ParcelState.WAVED}:
        raise NotToSplit(number=parcel.number, state=ParcelState(parcel.state).label)


def _write(cuts: Sequence[_Cut], *, actor: Actor, at: datetime) -> tuple[Sequence[int], list[FactOf]]:
    """The parts are parcels; answers their ids in the order given."""
    lines = ParcelLine.objects.in_bulk([line_id for cut in cuts for line_id in cut.take])
    new_ids = draw_ids(Parcel, len(cuts))
    numbers = draw_numbers("parcel", "P", len(cuts), at=at)
    rows, pieces = [], []
    planned: list[FactOf] = []
    out: dict[int, list[tuple[str, int]]] = {}
    orders = _orders_of(lines)
    for new_id, number, (parcel, take, _) in zip(new_ids, numbers, cuts, strict=True):
        order_id = min(orders[line_id] for line_id in take)
        rows.append(
            parcel_row(
                NewParcel(
                    new_id, number, parcel.shop_id, parcel.warehouse_id, order_id, parcel.carrier, parcel.ship_by,
                    parcel.collect_by, at, bytes(parcel.merge_key), units=sum(take.values()), split_from_id=parcel.pk,
                )
            )
        )  # fmt: skip
        pieces += [(line_id, quantity, new_id) for line_id, quantity in take.items()]
        planned.append(ParcelPlanned(new_id, number, order_id, sum(take.values())))
        out.setdefault(parcel.pk, []).append((number, sum(take.values())))
    copy_rows(Parcel, PARCEL, rows)
    cut_lines(lines, pieces, actor=actor, at=at)
    recount_parcels([*new_ids, *out])
    keep_orders([*new_ids, *out])
    Parcel.objects.filter(pk__among=set(out)).update(stays_alone=True)
    choose_carriers_again([*new_ids, *out], actor=actor, at=at)
    split = [
        ParcelSplit(pk, ", ".join(number for number, _ in parts), sum(units for _, units in parts))
        for pk, parts in out.items()
    ]
    return new_ids, [*split, *planned]


def _orders_of(lines: Mapping[int, ParcelLine]) -> dict[int, int]:
    return dict(ParcelLine.objects.filter(pk__among=set(lines)).values_list("pk", "order_line__order_id"))
