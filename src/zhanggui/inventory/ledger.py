"""The one writer of moves and of the sums of them. Flows use it in this order:

sites = load_sites(moves)
availability, balances = lock_stock(moves, sites)
fresh = insert_moves(moves, cause=…)
write_sums(sum_moves(fresh, sites), availability, balances)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext
from psycopg.errors import CheckViolation

from zhanggui.inventory.models import Availability, Balance, Location
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.claims import StockKey
from zhanggui.inventory.rules.quantities import BundleNotStocked
from zhanggui.inventory.rules.sums import (
    BalanceKey,
    Held,
    Lack,
    NotEnoughOnHand,
    Posting,
    Site,
    StockChange,
    find_lack,
)
from zhanggui.inventory.states import HELD_KINDS, SELLABLE, WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.inventory.stock_rows import lock_availability, lock_balances, open_availability, open_balances
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, update_rows
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.models import Warehouse

_WAITING = (LocationKind.RECEIVING, WAITS_FOR_INSPECTOR)

_INSERT_MOVES = """
INSERT INTO inventory_move (cause, cause_id, sku_id, origin_id, target_id, quantity, unit_cost, lot, actor, at)
SELECT CASE given.undone WHEN 0 THEN %s ELSE %s || ':' || given.undone + 1 END, given.cause_id, given.sku_id,
       given.origin_id, given.target_id, given.quantity, given.unit_cost, given.lot, %s, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::numeric[], %s::text[],
            %s::int[])
    AS given(cause_id, sku_id, origin_id, target_id, quantity, unit_cost, lot, undone)
ON CONFLICT ON CONSTRAINT move_cause_once DO NOTHING
RETURNING cause_id
"""


def load_sites(moves: Iterable[Posting]) -> dict[int, Site]:
    """Every place these moves touch."""
    ids = {place for move in moves for place in (move.origin_id, move.target_id)}
    rows = Location.objects.filter(pk__among=set(ids)).values_list("pk", "warehouse_id", "kind", "code")
    sites = {
        pk: Site(warehouse_id, kind in SELLABLE, kind in HELD_KINDS, (kind, code) == _WAITING)
        for pk, warehouse_id, kind, code in rows
    }
    for missing in sorted(ids - sites.keys()):
        raise NotFound(what=gettext("Place"), key=missing)
    return sites


def lock_stock(
    moves: Sequence[Posting], sites: Mapping[int, Site], *, claimed: Collection[StockKey] = ()
) -> tuple[dict[StockKey, Held], dict[BalanceKey, Held]]:
    """Every sum these moves (and claims on `claimed`) change, opened when missing, locked."""
    touched = [(sites[place], place, move) for move in moves for place in (move.origin_id, move.target_id)]
    inside = {(place, move.sku_id, move.lot) for site, place, move in touched if site.warehouse_id is not None}
    sellable = {
        (site.warehouse_id, move.sku_id)
        for site, _, move in touched
        if site.is_sellable and site.warehouse_id is not None
    }
    keys = sorted(sellable.union(claimed))
    open_availability(keys)
    availability = lock_availability(keys)
    open_balances(inside)
    return availability, lock_balances(inside)


def insert_moves(moves: Sequence[Posting], *, cause: str, actor: Actor, at: datetime) -> list[Posting]:
    """The moves that were not on record yet, now on record, in the order of their causes."""
    once = {move.cause_id: move for move in reversed(moves)}
    ordered = [once[cause_id] for cause_id in sorted(once)]
    if not ordered:
        return []
    columns = [list(column) for column in zip(*ordered, strict=True)]
    posted = {cause_id for (cause_id,) in fetch_rows(_INSERT_MOVES, [cause, cause, actor.name, at, *columns])}
    return [move for move in ordered if move.cause_id in posted]


def write_sums(change: StockChange, availability: Mapping[StockKey, Held], balances: Mapping[BalanceKey, Held]) -> None:
    """The sums follow the moves. Refused when a place, or a warehouse, would hold less than is set aside in it.

    Refused too where goods would come in of what became a bundle a moment ago.
    """
    if lack := find_lack(change, availability, balances):
        raise _not_enough(lack)
    update_rows(
        Availability, ("id",), ("sellable", "claimed"), _rows(availability, change.sellable, change.claimed), add=True
    )
    try:
        update_rows(
            Balance, ("id",), ("on_hand", "promised"), _rows(balances, change.on_hand, change.promised), add=True
        )
    except IntegrityError as refused:
        if bundle := _bundle_filled(refused.__cause__):
            raise BundleNotStocked(sku=bundle) from refused
        raise


def _bundle_filled(trouble: BaseException | None) -> str | None:
    """The merchant code of the bundle that the database keeps out of stock, if that is what it says."""
    if isinstance(trouble, CheckViolation) and trouble.diag.constraint_name == "bundle_owns_nothing":
        return trouble.diag.message_detail
    return None


def _rows(held: Mapping[Any, Held], there: Mapping[Any, int], aside: Mapping[Any, int]) -> list[tuple[int, int, int]]:
    """What changes: id and both differences."""
    keys = there.keys() | aside.keys()
    rows = ((held[key].id, there.get(key, 0), aside.get(key, 0)) for key in keys)
    return sorted(row for row in rows if row[1] or row[2])


def _not_enough(lack: Lack) -> NotEnoughOnHand:
    place: Location | Warehouse
    if lack.location_id is not None:
        place = Location.objects.get(pk=lack.location_id)
    else:
        place = Warehouse.objects.get(pk=lack.warehouse_id or 0)
    sku = sku_codes([lack.sku_id]).get(lack.sku_id, "")
    return NotEnoughOnHand(sku=sku, place=str(place), wanted=lack.wanted, there=lack.there)
