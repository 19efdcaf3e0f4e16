"""Put lots on record, with their dates and supplier.

Afterwards each lot done is known; a date or supplier that was not known is filled in, and nothing on record is
overwritten: a date that contradicts the record is refused. Where a label tells only the day of making, the last day
follows from the shelf life of the SKU.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.inventory.facts import LotRegistered
from zhanggui.inventory.models import Lot
from zhanggui.inventory.rules.lots import LotContradicts, LotDays, LotDraft, SkuLife, check_lot, complete_lot
from zhanggui.inventory.states import LotState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.parties.models import Supplier

LotKey: TypeAlias = tuple[int, str]

_DAYS = ("produced_on", "expires_on", "supplier_id")
_COLUMNS = ("sku_id", "code", *_DAYS, "registered_by", "registered_at", "state", "reason")
_FILL = """ON CONSTRAINT lot_once DO UPDATE SET
    produced_on = coalesce(inventory_lot.produced_on, EXCLUDED.produced_on),
    expires_on = coalesce(inventory_lot.expires_on, EXCLUDED.expires_on),
    supplier_id = coalesce(inventory_lot.supplier_id, EXCLUDED.supplier_id)"""
_LOCK = """
SELECT lot.sku_id, lot.code, lot.produced_on, lot.expires_on, lot.supplier_id
FROM inventory_lot AS lot JOIN unnest(%s::bigint[], %s::text[]) AS given(sku_id, code) USING (sku_id, code)
ORDER BY lot.id FOR NO KEY UPDATE OF lot
"""


@transaction.atomic
def register_lots(*, lots: Sequence[LotDraft], actor: Actor, at: datetime) -> Outcome[LotKey]:
    """Answers by SKU and code. A lot that two papers of the same set tell differently is refused."""
    rows = Sku.objects.filter(pk__among={lot.sku_id for lot in lots}).values_list("pk", "code", "shelf_life_days")
    skus = {pk: SkuLife(code, days) for pk, code, days in rows}
    named = {lot.supplier_id for lot in lots if lot.supplier_id is not None}
    supplier_ids = set(Supplier.objects.filter(pk__among=named).values_list("pk", flat=True))
    drafts = sorted((complete_lot(lot, skus.get(lot.sku_id)) for lot in lots), key=_key)
    there = _locked(drafts)
    told = dict(there)

    def check(draft: LotDraft) -> None:
        known = told.get(_key(draft))
        check_lot(draft, skus=skus, known=known, supplier_ids=supplier_ids)
        told[_key(draft)] = _filled(known, draft)

    ready, refused = divide(drafts, check=check, key=_key)
    done = [key for key in dict.fromkeys(map(_key, ready)) if key not in refused]

    _write({key: told[key] for key in done if told[key] != there.get(key)}, skus, actor=actor, at=at)

    announce([LotRegistered(sku_id, code) for sku_id, code in done if (sku_id, code) not in there], actor=actor, at=at)
    return Outcome(done=done, refused=refused)


def _key(draft: LotDraft) -> LotKey:
    return draft.sku_id, draft.code


def _filled(known: LotDays | None, draft: LotDraft) -> LotDays:
    """The record, and what the draft adds to it."""
    given = LotDays(*draft[2:])
    if known is None:
        return given
    return LotDays(
        given.produced_on if known.produced_on is None else known.produced_on,
        given.expires_on if known.expires_on is None else known.expires_on,
        given.supplier_id if known.supplier_id is None else known.supplier_id,
    )


def _locked(drafts: Sequence[LotDraft]) -> dict[LotKey, LotDays]:
    keys = sorted(set(map(_key, drafts)))
    rows = fetch_rows(_LOCK, [[sku_id for sku_id, _ in keys], [code for _, code in keys]])
    return {(sku_id, code): LotDays(*days) for sku_id, code, *days in rows}


def _write(told: Mapping[LotKey, LotDays], skus: Mapping[int, SkuLife], *, actor: Actor, at: datetime) -> None:
    """All or nothing: who registered the same lot with another date at the same moment takes this set back."""
    rows = [(*key, *days, actor.name[:80], at, LotState.OPEN.value, "") for key, days in told.items()]
    written = insert_rows(
        Lot, _COLUMNS, rows, returning=("sku_id", "code", "produced_on", "expires_on"), on_conflict=_FILL
    )
    for sku_id, code, *days in written:
        for given, there in zip(told[sku_id, code][:2], days, strict=True):
            if given is not None and given != there:
                raise LotContradicts(lot=code, sku=skus[sku_id].code, known=f"{there}", given=f"{given}")
