"""Unique codes as rows: which are known, and the new ones written. Nothing here decides."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.inventory.models import UniqueCode
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows

_ROW = ("code", "sku_id", "warehouse_id", "lot", "state", "added_by", "added_at")


class CodeDraft(NamedTuple):
    """The code of one piece that lies in a warehouse."""

    code: str
    sku_id: int
    warehouse_id: int
    lot: str = ""


def codes_known(codes: Iterable[str]) -> dict[str, tuple[int, str, str]]:
    """Those of the codes that are on record, each with SKU, merchant code and state. No statement for none."""
    asked = set(codes)
    if not asked:
        return {}
    rows = UniqueCode.objects.filter(code__among=asked).values_list("code", "sku_id", "sku__code", "state")
    return {code: (sku_id, sku, state) for code, sku_id, sku, state in rows}


def write_codes(drafts: Sequence[CodeDraft], *, actor: Actor, at: datetime) -> set[str]:
    """Each lies in stock; a code that another writer brought meanwhile is left out. Answers those written."""
    rows = [(*draft[:4], CodeState.IN_STOCK.value, actor.name, at) for draft in sorted(set(drafts))]
    written = insert_rows(UniqueCode, _ROW, rows, returning=("code",), on_conflict="(code) DO NOTHING")
    return {code for (code,) in written}
