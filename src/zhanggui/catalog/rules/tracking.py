"""What tells the pieces of a SKU apart, as a catalog file says it, and what does not go together."""

from collections.abc import Collection

from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.catalog.states import Tracking
from zhanggui.kernel.refusal import Refusal

_WORDS = {
    Tracking.NONE.value: ("none", "无", "不管理", "条码", "barcode", "barcode only", "-"),
    Tracking.LOT.value: ("lot", "batch", "批次", "批号", "批次管理"),
    Tracking.CODE.value: ("code", "serial", "unique code", "唯一码", "序列号", "sn", "串号"),
}
TRACKING_BY_WORD = {word: tracking for tracking, words in _WORDS.items() for word in words}
FLAGS_BY_WORD = {
    **dict.fromkeys(("yes", "y", "1", "true", "是", "按数量", "√"), True),
    **dict.fromkeys(("no", "n", "0", "false", "否", "逐件", "-"), False),
}


class BadTracking(Refusal):
    """SKU {sku}: “{text}” is no way to tell pieces apart. Write “none”, “lot” or “code”."""


class BadFlag(Refusal):
    """SKU {sku}: “{text}” is neither yes nor no."""


class CodesNotCounted(Refusal):
    """SKU {sku}: pieces with unique codes are scanned one by one and cannot be verified by a count."""


class CodesInParcels(Refusal):
    """SKU {sku}: pieces with unique codes are in parcels that have not left. Change it when they are gone."""


def read_tracking(text: str, code: str) -> str:
    if (found := TRACKING_BY_WORD.get(text.casefold())) is None:
        raise BadTracking(sku=code, text=text)
    return found


def read_flag(text: str, code: str) -> bool:
    if (found := FLAGS_BY_WORD.get(text.casefold())) is None:
        raise BadFlag(sku=code, text=text)
    return found


def check_tracking(row: SkuRow, known: SkuRow | None, *, packed: Collection[str] = ()) -> None:
    """What the row leaves out is as known. `packed` are SKUs of which codes are in parcels."""
    tracking, by_count = (
        value if (value := getattr(row, name)) is not None else getattr(known, name, None)
        for name in ("tracking", "verify_by_count")
    )
    if tracking is not None and tracking not in _WORDS:
        raise BadTracking(sku=row.code, text=tracking)
    if tracking == Tracking.CODE and by_count:
        raise CodesNotCounted(sku=row.code)
    if tracking not in (None, Tracking.CODE) and row.code in packed:
        raise CodesInParcels(sku=row.code)
