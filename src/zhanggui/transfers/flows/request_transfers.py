"""Ask for goods to be brought to another warehouse.

Afterwards each transfer waits for somebody else to approve it; nothing is held yet.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.queries import bundles_among
from zhanggui.inventory.queries import places_inside, sku_codes, warehouses_seen
from zhanggui.inventory.rules.quantities import BundleNotStocked, SkuUnknown
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import draw_ids, insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Warehouse
from zhanggui.transfers.facts import TransferRequested
from zhanggui.transfers.models import Transfer, TransferLine
from zhanggui.transfers.rules.transfers import NothingAsked, SameWarehouse
from zhanggui.transfers.states import TransferState


class Asked(NamedTuple):
    """Pieces of a SKU (and lot) that lie in a bin."""

    location_id: int
    sku_id: int
    pieces: int
    lot: str = ""


class TransferDraft(NamedTuple):
    """From which warehouse to which; `key` is whatever the asker knows it by."""

    key: int
    origin_id: int
    target_id: int
    lines: tuple[Asked, ...]
    reason: str = ""


@transaction.atomic
def request_transfers(*, transfers: Sequence[TransferDraft], actor: Actor, at: datetime) -> Outcome[int]:
    seen = warehouses_seen((draft.origin_id for draft in transfers), actor=actor)
    targets = Warehouse.objects.filter(pk__among={draft.target_id for draft in transfers})
    there = set(targets.values_list("pk", flat=True))
    places = places_inside((line.location_id for draft in transfers for line in draft.lines), actor=actor)
    codes = sku_codes(line.sku_id for draft in transfers for line in draft.lines)
    bundles = bundles_among(codes)

    def check(draft: TransferDraft) -> None:
        if draft.origin_id not in seen or draft.target_id not in there:
            raise NotFound(what="Warehouse", key=draft.target_id if draft.origin_id in seen else draft.origin_id)
        if draft.origin_id == draft.target_id:
            raise SameWarehouse
        if not draft.lines:
            raise NothingAsked
        for line in draft.lines:
            place = places.get(line.location_id)
            if line.pieces < 1 or not place or place.warehouse_id != draft.origin_id or not place.is_sellable:
                raise NothingAsked
            if line.sku_id not in codes:
                raise SkuUnknown(sku=line.sku_id)
            if line.sku_id in bundles:
                raise BundleNotStocked(sku=codes[line.sku_id])

    ready, refused = [], {}
    for draft in transfers:
        try:
            check(draft)
        except Refusal as refusal:
            refused[draft.key] = refusal
        else:
            ready.append(draft)

    ids = draw_ids(Transfer, len(ready))
    numbers = draw_numbers("transfer", "DB", len(ready), at=at)
    who = (actor.name[:80], actor.user_id, at)
    insert_rows(
        Transfer,
        ("id", "number", "origin_id", "target_id", "state", "reason", "requested_by", "requested_by_id", "requested_at",
         "approved_by", "sent_by", "arrived_by", "cancelled_because"),
        [
            (pk, number, draft.origin_id, draft.target_id, TransferState.REQUESTED.value, draft.reason[:200], *who,
             "", "", "", "")
            for pk, number, draft in zip(ids, numbers, ready, strict=True)
        ],
    )  # fmt: skip
    sums: dict[tuple[int, int, int, str], int] = {}
    for pk, draft in zip(ids, ready, strict=True):
        for line in draft.lines:
            key = (pk, line.location_id, line.sku_id, line.lot[:40])
            sums[key] = sums.get(key, 0) + line.pieces
    insert_rows(
        TransferLine,
        ("transfer_id", "location_id", "sku_id", "lot", "asked", "sent", "received", "settled", "surplus"),
        [(*key, pieces, 0, 0, 0, 0) for key, pieces in sums.items()],
    )

    pieces = [sum(line.pieces for line in draft.lines) for draft in ready]
    announce([TransferRequested(*told) for told in zip(ids, pieces, strict=True)], actor=actor, at=at)
    return Outcome(done=[draft.key for draft in ready], refused=refused)
