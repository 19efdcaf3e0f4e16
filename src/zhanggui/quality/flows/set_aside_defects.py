"""Set goods aside that are defective.

Afterwards the pieces lie in the defective zone with their reason, and wait for a decision. What lies there already
without a document only gets one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.models import Location
from zhanggui.inventory.queries import sku_codes
from zhanggui.inventory.rules.quantities import QuantityNotPositive, SkuUnknown
from zhanggui.inventory.rules.sums import BalanceKey, Posting
from zhanggui.inventory.states import WAITS_FOR_INSPECTOR, LocationKind
from zhanggui.inventory.stock_rows import lock_availability, lock_balances, open_availability, open_balances
from zhanggui.inventory.zones import defective_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.quality.deciding import NoDefectivePlace
from zhanggui.quality.facts import DefectSetAside
from zhanggui.quality.models import Defect, DefectReason, Disposal
from zhanggui.quality.rules.aside import AllDocumented, AsideDraft, WaitsForInspector
from zhanggui.quality.rules.findings import ReasonUnknown
from zhanggui.quality.states import DisposalState

_COLUMNS = (
    "warehouse_id", "sku_id", "lot", "location_id", "supplier_id", "reason_id", "words", "quantity", "left",
    "unit_cost", "came_by", "came_at", "cause",
)  # fmt: skip
_PENDING = (DisposalState.PLANNED, DisposalState.ASKED)


@transaction.atomic
def set_aside_defects(*, drafts: Sequence[AsideDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """All or nothing where a place holds less than was found in it, or less than buyers were promised. Answers by the
    draft's own id."""
    places = _places(drafts, actor=actor)
    skus = sku_codes(one.sku_id for one in drafts)
    reasons = dict(
        DefectReason.objects.filter(code__among={one.reason for one in drafts}, is_used=True).values_list("code", "pk")
    )
    zones = defective_places({place.warehouse_id or 0 for place in places.values()})
    known = set(Defect.objects.filter(cause__among={_cause(one) for one in drafts}).values_list("cause", flat=True))
    free = _without_document(_lock(drafts, places, skus, zones), places)
    fresh: list[AsideDraft] = []

    def check(one: AsideDraft) -> None:
        place = places.get(one.location_id)
        if place is None:
            raise NotFound(what="Location", key=one.location_id)
        if one.sku_id not in skus:
            raise SkuUnknown(sku=one.sku_id)
        if one.reason not in reasons:
            raise ReasonUnknown(reason=one.reason)
        if _cause(one) in known:
            return
        if one.quantity <= 0:
            raise QuantityNotPositive(quantity=one.quantity)
        if (place.kind, place.code) == (LocationKind.RECEIVING, WAITS_FOR_INSPECTOR):
            raise WaitsForInspector(place=place.code)
        if place.warehouse_id not in zones:
            raise NoDefectivePlace
        if place.kind == LocationKind.DEFECTIVE:
            key = (one.location_id, one.sku_id, one.lot)
            if one.quantity > free[key]:
                left = max(free[key], 0)
                raise AllDocumented(sku=skus[one.sku_id], place=place.code, quantity=one.quantity, free=left)
            free[key] -= one.quantity
        known.add(_cause(one))
        fresh.append(one)

    ready, refused = divide(drafts, check=check, key=lambda one: str(one.client_id))

    targets = {
        one.client_id: one.location_id
        if places[one.location_id].kind == LocationKind.DEFECTIVE
        else zones[places[one.location_id].warehouse_id or 0]
        for one in fresh
    }
    rows = [
        (
            places[one.location_id].warehouse_id, one.sku_id, one.lot, targets[one.client_id], one.supplier_id,
            reasons[one.reason], one.words[:200], one.quantity, one.quantity, Decimal(0), actor.name[:80], at,
            _cause(one),
        )
        for one in fresh
    ]  # fmt: skip
    ids = [pk for (pk,) in insert_rows(Defect, _COLUMNS, rows, returning=("id",))]
    moves = [
        Posting(pk, one.sku_id, one.location_id, targets[one.client_id], one.quantity, lot=one.lot)
        for pk, one in zip(ids, fresh, strict=True)
        if targets[one.client_id] != one.location_id
    ]
    post_moves(cause="set_aside_defects", moves=moves, actor=actor, at=at)

    facts = [DefectSetAside(pk, one.quantity, one.reason) for pk, one in zip(ids, fresh, strict=True)]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(dict.fromkeys(str(one.client_id) for one in ready)), refused=refused)


def _cause(draft: AsideDraft) -> str:
    return f"aside:{draft.client_id}"


def _places(drafts: Sequence[AsideDraft], *, actor: Actor) -> dict[int, Location]:
    rows = Location.objects.filter(pk__among={one.location_id for one in drafts}, warehouse__isnull=False)
    return {row.pk: row for row in rows if row.warehouse_id and actor.sees_warehouse(row.warehouse_id)}


def _lock(
    drafts: Sequence[AsideDraft], places: Mapping[int, Location], skus: Mapping[int, str], zones: Mapping[int, int]
) -> dict[BalanceKey, int]:
    """All sums these drafts touch, locked in their one order; answers the pieces in each place."""
    sound = [one for one in drafts if one.location_id in places and one.sku_id in skus]
    sold = {(places[one.location_id].warehouse_id or 0, one.sku_id) for one in sound}
    open_availability(sorted(sold))
    lock_availability(sold)
    keys = {(one.location_id, one.sku_id, one.lot) for one in sound}
    keys |= {
        (zones[warehouse_id], one.sku_id, one.lot)
        for one in sound
        if (warehouse_id := places[one.location_id].warehouse_id or 0) in zones
    }
    open_balances(sorted(keys))
    return {key: row.there for key, row in lock_balances(keys).items()}


def _without_document(there: Mapping[BalanceKey, int], places: Mapping[int, Location]) -> dict[BalanceKey, int]:
    """Of what lies in defective places: the pieces no document stands for. Two statements."""
    zones = {pk for pk, place in places.items() if place.kind == LocationKind.DEFECTIVE}
    free: dict[BalanceKey, int] = defaultdict(int, {key: pieces for key, pieces in there.items() if key[0] in zones})
    left = Defect.objects.filter(location_id__among=zones, left__gt=0)
    planned = Disposal.objects.filter(defect__location_id__among=zones, state__in=_PENDING)
    for location_id, sku_id, lot, pieces in left.values_list("location_id", "sku_id", "lot", "left"):
        free[location_id, sku_id, lot] -= pieces
    rows = planned.values_list("defect__location_id", "defect__sku_id", "defect__lot", "quantity")
    for location_id, sku_id, lot, pieces in rows:
        free[location_id, sku_id, lot] -= pieces
    return free
