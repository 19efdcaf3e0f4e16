"""Carry pieces inside a warehouse: what putting away and moving have in common."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Balance, Location
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.sums import BalanceKey, Held, Posting
from zhanggui.inventory.states import SELLABLE, WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.inventory.stock_rows import lock_availability, lock_balances, open_availability, open_balances
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import draw_ids, insert_rows
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.storing.models import Carry
from zhanggui.storing.rules.carrying import CarryDraft, Contents, Shelf, check_room, check_way
from zhanggui.storing.states import CarryKind

_COLUMNS = (
    "id", "client_id", "kind", "sku_id", "lot", "origin_id", "target_id", "quantity", "note",
    "carried_by", "carried_at",
)  # fmt: skip


def carry(
    drafts: Sequence[CarryDraft], *, kind: CarryKind, actor: Actor, at: datetime
) -> tuple[Outcome[UUID], list[CarryDraft], dict[int, Shelf]]:
    """The pieces of each carry done lie in their new place; answers also those carried now, and the places.

    What pickers were promised stays where it is. A carry that was done before is done without another effect.
    """
    skus = sku_codes(draft.sku_id for draft in drafts)
    shelves = _locked_shelves(drafts, actor=actor)
    ready, refused = divide(
        drafts, check=lambda draft: check_way(draft, kind=kind, shelves=shelves, skus=skus), key=_client_id
    )
    there = _locked_contents(ready, shelves)
    known = set(
        Carry.objects.filter(client_id__in={draft.client_id for draft in ready}).values_list("client_id", flat=True)
    )
    fresh: dict[UUID, CarryDraft] = {}

    def check(draft: CarryDraft) -> None:
        if draft.client_id in known:
            return
        check_room(draft, shelves=shelves, skus=skus, there=there)
        there.carry(draft)
        known.add(draft.client_id)
        fresh[draft.client_id] = draft

    granted, short = divide(ready, check=check, key=_client_id)
    _write(list(fresh.values()), kind=kind, actor=actor, at=at)
    done = list(dict.fromkeys(draft.client_id for draft in granted))
    return Outcome(done, refused | short), list(fresh.values()), shelves


def _client_id(draft: CarryDraft) -> UUID:
    return draft.client_id


def _locked_shelves(drafts: Iterable[CarryDraft], *, actor: Actor) -> dict[int, Shelf]:
    """Every place concerned in the actor's warehouses, locked, so that two never fill one bin beyond its room."""
    ids = {place for draft in drafts for place in (draft.origin_id, draft.target_id)}
    rows = Location.objects.filter(pk__among=ids, warehouse__isnull=False).order_by("pk").select_for_update(no_key=True)
    return {
        place.pk: Shelf(
            place.warehouse_id, place.code, place.kind,
            (place.kind, place.code) == (LocationKind.RECEIVING, WAITS_FOR_INSPECTOR), place.capacity, place.one_lot,
        )
        for place in rows
        if place.warehouse_id is not None and actor.sees_warehouse(place.warehouse_id)
    }  # fmt: skip


def _locked_contents(ready: Sequence[CarryDraft], shelves: dict[int, Shelf]) -> Contents:
    """What lies in these places. Stock is locked as the ledger locks it: availability, then balances."""
    keys = {
        (shelves[place].warehouse_id, draft.sku_id)
        for draft in ready
        for place in (draft.origin_id, draft.target_id)
        if shelves[place].kind in SELLABLE
    }
    open_availability(ordered := sorted(keys))
    lock_availability(ordered)
    balances: set[BalanceKey] = {
        (place, draft.sku_id, draft.lot) for draft in ready for place in (draft.origin_id, draft.target_id)
    }
    open_balances(sorted(balances))
    held: dict[BalanceKey, Held] = lock_balances(sorted(balances))
    free = {key: row.there - row.aside for key, row in held.items()}
    lying: dict[int, int] = defaultdict(int)
    lots: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = Balance.objects.filter(location_id__among={draft.target_id for draft in ready}, on_hand__gt=0)
    for location_id, sku_id, lot, pieces in rows.values_list("location_id", "sku_id", "lot", "on_hand"):
        lying[location_id] += pieces
        lots[location_id, sku_id].add(lot)
    return Contents(free, lying, lots)


def _write(fresh: Sequence[CarryDraft], *, kind: CarryKind, actor: Actor, at: datetime) -> None:
    if not fresh:
        return
    ids = draw_ids(Carry, len(fresh))
    rows = [
        (
            pk, one.client_id, kind.value, one.sku_id, one.lot, one.origin_id, one.target_id, one.quantity,
            one.note[:200], actor.name[:80], at,
        )
        for pk, one in zip(ids, fresh, strict=True)
    ]  # fmt: skip
    insert_rows(Carry, _COLUMNS, rows)
    moves = [
        Posting(pk, one.sku_id, one.origin_id, one.target_id, one.quantity, lot=one.lot)
        for pk, one in zip(ids, fresh, strict=True)
    ]
    post_moves(cause=kind.value, moves=moves, actor=actor, at=at)
