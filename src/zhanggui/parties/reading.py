"""Read files of suppliers and of terms (CSV, XLSX, XLS) into rows, naming the rows that are none."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables import Heading, find_headings, open_tables, texts_of
from zhanggui.parties.rules.importing import SupplierRow, TermsRow

SUPPLIERS = (
    Heading("code", ("供应商编码", "供应商代码", "编码", "supplier code", "code")),
    Heading("name", ("执照上的名称", "供应商名称", "名称", "name on the licence", "supplier name", "name")),
    Heading("credit_code", ("统一社会信用代码", "信用代码", "税号", "unified social credit code", "credit code")),
    Heading("short_name", ("简称", "short name")),
    Heading("address", ("地址", "address")),
    Heading("tax_kind", ("纳税人类型", "纳税人", "taxpayer", "tax kind")),
    Heading("payment_terms", ("付款条件", "结算方式", "账期", "payment terms")),
    Heading("lead_days", ("交货天数", "交期(天)", "交期", "days to deliver", "lead days")),
    Heading("over_percent", ("允许超收(%)", "超收比例(%)", "accepted over (%)")),
    Heading("under_percent", ("允许少收(%)", "少收比例(%)", "accepted under (%)")),
    Heading("least_amount", ("起订金额", "最低订货金额", "least amount of an order", "least amount")),
)
TERMS = (
    Heading("supplier", ("供应商编码", "供应商代码", "supplier code", "supplier")),
    Heading("sku_code", ("商家编码", "SKU编码", "商品编码", "merchant code", "sku code", "sku")),
    Heading("price", ("单价", "采购价", "进价", "价格", "price")),
    Heading("currency", ("币种", "currency")),
    Heading("tax_rate", ("税率(%)", "税率", "tax rate (%)", "tax rate")),
    Heading("least_quantity", ("起订量", "最小订货量", "least quantity", "minimum quantity")),
    Heading("pack_size", ("每箱件数", "装箱数", "箱规", "pack size")),
    Heading("lead_days", ("交货天数", "交期(天)", "交期", "days to deliver", "lead days")),
    Heading("valid_from", ("生效日期", "开始日期", "valid from")),
    Heading("valid_until", ("截止日期", "失效日期", "valid until")),
)
LENGTHS = {
    "code": 32, "name": 120, "credit_code": 40, "short_name": 40, "address": 200, "payment_terms": 120,
    "supplier": 32, "sku_code": 64,
}  # fmt: skip
TAX_KINDS = {"一般纳税人": "general", "general": "general", "general taxpayer": "general",
             "小规模纳税人": "small", "小规模": "small", "small": "small", "small-scale taxpayer": "small"}  # fmt: skip
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(\s+0?0:00(:00)?)?", re.ASCII)
_MOST = Decimal(10) ** 8

Row = TypeVar("Row")


class CellUnreadable(Refusal):
    """“{text}” cannot be read as {what}."""


class CodeMissing(Refusal):
    """This row names no supplier, or no merchant code where it needs one."""


@dataclass(slots=True)
class PartyFile(Generic[Row]):
    """The rows a file holds, and by `code` or `#row` why others could not be read."""

    rows: list[Row] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


def read_suppliers(path_or_bytes: str | os.PathLike[str] | bytes, *, name: str = "") -> PartyFile[SupplierRow]:
    """Every supplier of the file's tables. An empty cell leaves what is known as it is."""

    def row_of(values: dict[str, Any]) -> SupplierRow:
        if not (code := values.pop("code", "")):
            raise CodeMissing
        return SupplierRow(code, {"code": code, **values})

    return _read(path_or_bytes, name, SUPPLIERS, row_of)


def read_terms(path_or_bytes: str | os.PathLike[str] | bytes, *, name: str = "") -> PartyFile[TermsRow]:
    """What was agreed, SKU by SKU."""

    def row_of(values: dict[str, Any]) -> TermsRow:
        supplier, sku_code = values.pop("supplier", ""), values.pop("sku_code", "")
        if not supplier or not sku_code:
            raise CodeMissing
        return TermsRow(supplier, sku_code, values)

    return _read(path_or_bytes, name, TERMS, row_of)


def _read(
    path_or_bytes: str | os.PathLike[str] | bytes,
    file_name: str,
    columns: Sequence[Heading],
    row_of: Callable[[dict[str, Any]], Row],
) -> PartyFile[Row]:
    file: PartyFile[Row] = PartyFile()
    called = {column.field: column.headings[0] for column in columns}
    for table in open_tables(path_or_bytes, name=file_name):
        heading, places = find_headings(table, columns)
        for number, cells in table.rows():
            texts = {name: text for name, text in texts_of(cells, places).items() if text}
            if number <= heading or not texts:
                continue
            try:
                file.rows.append(row_of({name: _value(name, text, called[name]) for name, text in texts.items()}))
            except Refusal as refusal:
                file.refused[f"#{number} {texts.get(columns[0].field, '')}".strip()] = refusal
    return file


def _value(column: str, text: str, called: str) -> Any:
    reader = _READERS.get(column)
    try:
        if reader is not None:
            return reader(text)
    except (ValueError, InvalidOperation, KeyError):
        raise CellUnreadable(text=text[:40], what=called) from None
    if len(text) > LENGTHS.get(column, 0):
        raise CellUnreadable(text=f"{text[:20]}…", what=called)
    return text


def _money(text: str) -> Decimal:
    amount = Decimal(text.removesuffix("元").lstrip("¥￥").removesuffix("%").strip().replace(",", ""))
    if not amount.is_finite() or abs(amount) >= _MOST or amount.normalize().as_tuple().exponent < -4:  # type: ignore[operator]
        raise ValueError
    return amount


def _cents(text: str) -> Decimal:
    amount = _money(text)
    if amount != round(amount, 2):
        raise ValueError
    return amount


def _whole(text: str) -> int:
    amount = _money(text.removesuffix("天").removesuffix("件").strip())
    if amount != int(amount) or not 0 <= amount <= 10_000_000:
        raise ValueError
    return int(amount)


def _days(text: str) -> int:
    days = _whole(text)
    if days > 3650:
        raise ValueError
    return days


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if not found:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  (a day has no zone)
    return date(*(int(number) for number in found.groups()[:3]))


def _currency(text: str) -> str:
    code = {"人民币": "CNY", "RMB": "CNY"}.get(text.upper(), text.upper())
    if not re.fullmatch("[A-Z]{3}", code):
        raise ValueError
    return code


_READERS: Mapping[str, Callable[[str], Any]] = {
    "tax_kind": lambda text: TAX_KINDS[text.casefold()],
    "lead_days": _days,
    "over_percent": _cents,
    "under_percent": _cents,
    "least_amount": _cents,
    "price": _money,
    "tax_rate": _cents,
    "least_quantity": _whole,
    "pack_size": _whole,
    "valid_from": _day,
    "valid_until": _day,
    "currency": _currency,
}
