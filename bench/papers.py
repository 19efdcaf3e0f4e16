"""A hundred pages of each paper that is printed in batches, from what it says to the bytes of its PDF.

The papers are full: every page holds as much as it can. `python -m bench.papers` measures them alone.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter, process_time
from typing import Any

import django

from zhanggui.papers.delivery_note import notes_by_template_pdf
from zhanggui.papers.hand_over import hand_over_pdf
from zhanggui.papers.picklist import pick_list_pdf
from zhanggui.papers.sort_sheet import sort_sheet_pdf
from zhanggui.papers.templates import NOTE, USUAL
from zhanggui.papers.values import (
    CellShare,
    Contact,
    DeliveryNotePaper,
    HandOverPaper,
    HandOverRow,
    NoteLine,
    PickListPaper,
    PickRow,
    SortCell,
    SortItem,
    SortParcel,
    SortSheetPaper,
)

PAGES, MOST_S = 100, 3.0
AT = datetime(2026, 11, 11, 8, tzinfo=UTC)
_GOODS, _SPEC = "纯棉短袖圆领T恤春夏新款宽松男女同款", "白色 XL"
_WAVE = ("W2611110001", "义乌3号仓", "顺丰速运", AT)


class PagesMissing(AssertionError):
    """Fewer pages were drawn than are measured."""


def measure_papers(tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """The figures `note_100`, `pick_list_100`, `sort_sheet_100` and `hand_over_100`."""
    pick_list_pdf(_pick_list(1))  # the fonts are read once per process
    figures = []
    for name, draw in (("note", _notes), ("pick_list", _lists), ("sort_sheet", _sorts), ("hand_over", _vans)):
        began, worked = perf_counter(), process_time()
        pdf = draw()
        took, busy = perf_counter() - began, process_time() - worked
        pages = pdf.count(b"/Type /Page\n")
        tell(f"{name}: {took:.2f} s ({busy:.2f} s of a processor) for {pages} pages, {len(pdf) // 1024} KiB")
        if pages < PAGES:
            raise PagesMissing(f"{name}: {pages}")
        figures.append({"name": f"{name}_100", "ours_s": round(took / pages * PAGES, 3), "holds": took < MOST_S})
    return figures


def _notes() -> bytes:
    lines = tuple(NoteLine(f"TS-{at:03}-WHITE-XL", _GOODS, 2, _SPEC) for at in range(8))
    contact = Contact("龚䶮", "138****0000", "浙江省杭州市余杭区仓前街道文一西路1号 3幢2单元1502室")
    note = DeliveryNotePaper("P261111-000001", "旗舰店", contact, lines, AT, ("202611110001",), "顺丰速运", "SF1")
    notes = [replace(note, parcel_number=f"P261111-{at:06}", waybill=f"SF{at:013}") for at in range(PAGES * 2)]
    return notes_by_template_pdf([(USUAL[NOTE], notes)])


def _pick_list(rows: int) -> PickListPaper:
    cells = (CellShare("12", 3), CellShare("27", 2))
    return PickListPaper(
        *_WAVE, tuple(PickRow(f"A{at:04}", f"TS-{at:05}-XL", _GOODS, 5, _SPEC, cells) for at in range(rows))
    )


def _lists() -> bytes:
    return pick_list_pdf(_pick_list(PAGES * 25))


def _sorts() -> bytes:
    items = tuple(SortItem(f"TS-{at:03}-WHITE-XL", _GOODS, 2, _SPEC, f"A-{at:02}") for at in range(4))
    cells = tuple(
        SortCell(str(cell), (SortParcel(f"P261111-{cell:06}", f"SF{cell:013}", "龚*", items, "易碎轻放"),))
        for cell in range(1, PAGES * 7)
    )
    return sort_sheet_pdf(SortSheetPaper(*_WAVE, cells))


def _vans() -> bytes:
    rows = tuple(
        HandOverRow(f"SF{at:013}", f"P261111-{at:06}", "浙江省杭州市", f"{at} g", "16:05")
        for at in range(PAGES // 3 * 80)
    )
    paper = HandOverPaper(
        number="M261111-000001", warehouse="义乌3号仓", carrier="顺丰速运", pickup="16:00", state="", is_final=True,
        listed=len(rows), scanned=len(rows), shipped=len(rows), closed_by="小美", driver="", rows=rows, gaps=(),
        printed_at=AT,
    )  # fmt: skip
    return hand_over_pdf([paper])


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.testing")
    django.setup()
    return 0 if all(figure["holds"] for figure in measure_papers(print)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
