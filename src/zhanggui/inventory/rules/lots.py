"""What is known of lots, and whether their pieces may still go to buyers."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from zhanggui.inventory.rules.claims import StockKey
from zhanggui.inventory.rules.quantities import SkuUnknown
from zhanggui.inventory.states import LotState
from zhanggui.kernel.refusal import Refusal

LONGEST_CODE = 40


class LotDraft(NamedTuple):
    """A lot as its label or its papers tell. What is left out is not known, or as it was."""

    sku_id: int
    code: str
    produced_on: date | None = None
    expires_on: date | None = None
    supplier_id: int | None = None


class LotDays(NamedTuple):
    """What is on record of a lot."""

    produced_on: date | None
    expires_on: date | None
    supplier_id: int | None


class SkuLife(NamedTuple):
    """Merchant code of a SKU and how many days it keeps (0: nobody said)."""

    code: str
    days: int


class LotCodeBad(Refusal):
    """“{lot}” cannot name a lot: 1 to 40 characters without blanks at its ends fit."""


class LotContradicts(Refusal):
    """Lot {lot} of {sku} is on record with another date: {known} instead of {given}. Look at the label again."""


class LotDaysWrong(Refusal):
    """Lot {lot} of {sku} would expire before it was made."""


class LotIsStopped(Refusal):
    """Lot {lot} is stopped already."""


class LotIsOpen(Refusal):
    """Lot {lot} is not stopped."""


class SupplierUnknown(Refusal):
    """Lot {lot}: this supplier does not exist."""


def complete_lot(draft: LotDraft, life: SkuLife | None) -> LotDraft:
    """With the last day its SKU's shelf life tells, where the label tells none."""
    if draft.expires_on is None and draft.produced_on is not None and life is not None and life.days:
        return draft._replace(expires_on=draft.produced_on + timedelta(days=life.days))
    return draft


def check_lot(
    draft: LotDraft, *, skus: Mapping[int, SkuLife], known: LotDays | None, supplier_ids: Collection[int]
) -> None:
    if draft.sku_id not in skus:
        raise SkuUnknown(sku=draft.sku_id)
    if not 0 < len(draft.code) <= LONGEST_CODE or draft.code != draft.code.strip():
        raise LotCodeBad(lot=draft.code[:LONGEST_CODE])
    if draft.supplier_id is not None and draft.supplier_id not in supplier_ids:
        raise SupplierUnknown(lot=draft.code)
    sku = skus[draft.sku_id].code
    pairs = ((draft.produced_on, known.produced_on), (draft.expires_on, known.expires_on)) if known else ()
    for given, there in pairs:
        if given is not None and there is not None and given != there:
            raise LotContradicts(lot=draft.code, sku=sku, known=there.isoformat(), given=given.isoformat())
    made = draft.produced_on or (known.produced_on if known else None)
    ends = draft.expires_on or (known.expires_on if known else None)
    if made is not None and ends is not None and ends < made:
        raise LotDaysWrong(lot=draft.code, sku=sku)


def hold_sizes(
    blocked: Mapping[StockKey, int], *, free: Mapping[StockKey, int], held: Mapping[StockKey, int]
) -> dict[StockKey, int]:
    """How many pieces are to be held from now on, where that differs from what is held: what may not be sold, as far
    as no buyer has claimed it."""
    sizes = {
        key: max(0, min(blocked.get(key, 0), free[key] + held.get(key, 0)))
        for key in blocked.keys() | held.keys()
        if key in free
    }
    return {key: pieces for key, pieces in sizes.items() if pieces != held.get(key, 0)}


def check_step(*, lot: str, here: str, there: str) -> None:
    """A lot is stopped once, and opened once."""
    if here == there:
        raise LotIsStopped(lot=lot) if there == LotState.STOPPED else LotIsOpen(lot=lot)


def days_left(expires_on: date | None, *, on: date) -> int | None:
    """Whole days of life after this one; below 0: expired. None: it keeps."""
    return None if expires_on is None else (expires_on - on).days
