"""Read a file of sales (CSV, XLSX, XLS) into rows, naming the rows that are none."""

import re
from dataclasses import dataclass, field
from datetime import date

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables import Heading, find_headings, open_tables, texts_of, unwrap
from zhanggui.planning.rules.sales import SalesDraft

COLUMNS = (
    Heading("sku", ("商家编码", "SKU编码", "规格编码", "商品编码", "sku", "merchant code", "code")),
    Heading("warehouse", ("仓库编码", "仓库", "warehouse", "warehouse code")),
    Heading("day", ("日期", "销售日期", "day", "date")),
    Heading("quantity", ("销量", "数量", "件数", "quantity", "pieces", "sold")),
)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( .*)?", re.ASCII)
_PIECES = re.compile(r"(\d{1,7})(\.0+)?", re.ASCII)


class SalesRowUnread(Refusal):
    """Row {row} names no SKU, warehouse, day and whole number of pieces."""


@dataclass(slots=True)
class SalesFile:
    rows: list[SalesDraft] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


def read_sales(content: bytes, *, name: str) -> SalesFile:
    file = SalesFile()
    for table in open_tables(content, name=name):
        heading, places = find_headings(table, COLUMNS)
        for number, cells in table.rows():
            if number > heading and any(unwrap(cell) for cell in cells):
                texts = texts_of(cells, places)
                draft = _draft(texts)
                if draft is None:
                    file.refused[f"#{number}"] = SalesRowUnread(row=number)
                else:
                    file.rows.append(draft)
    return file


def _draft(texts: dict[str, str]) -> SalesDraft | None:
    day, pieces = _DAY.fullmatch(texts.get("day", "")), _PIECES.fullmatch(texts.get("quantity", ""))
    if day is None or pieces is None or not texts.get("sku") or not texts.get("warehouse"):
        return None
    try:
        sold_on = date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return None
    return SalesDraft(texts["warehouse"], texts["sku"], sold_on, int(pieces[1]))
