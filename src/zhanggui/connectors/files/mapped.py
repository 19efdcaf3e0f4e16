"""Mappings made by clerks: which one a file is read by, and what a file of unknown layout looks like."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from zhanggui.connectors.files.cells import unwrap
from zhanggui.connectors.files.layouts.custom import layout_of
from zhanggui.connectors.files.layouts.known import LAYOUTS, get_layout
from zhanggui.connectors.files.layouts.layout import Field, Layout, plain
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.tables.reading import open_tables
from zhanggui.orders.models import FileMapping

BY_MAPPING = "mapping:"
_SEARCHED_ROWS, _SAMPLES, _LONGEST_SAMPLE = 20, 3, 40
_ALIKE = 0.7


_OTHER_NAMES = {
    Field.NUMBER: ("订单号", "单号", "团单号"),
    Field.SKU_CODE: ("商品编码", "货号编码", "货号", "编码"),
    Field.TITLE: ("品名", "商品名称", "商品"),
    Field.SPEC: ("规格",),
    Field.QUANTITY: ("数量", "件数"),
    Field.PRICE: ("单价", "售价"),
    Field.AMOUNT: ("金额", "小计"),
    Field.GOODS_AMOUNT: ("货款", "商品金额"),
    Field.REFUND_STATE: ("售后", "售后状态", "退款状态"),
    Field.MODIFIED_AT: ("修改时间", "更新时间"),
    Field.PLACED_AT: ("下单", "下单时间", "下单日期"),
    Field.PAID_AT: ("付款时间", "付款日期"),
    Field.RECEIVER_NAME: ("收货人", "收件人", "姓名"),
    Field.RECEIVER_MOBILE: ("手机", "手机号", "电话"),
    Field.RECEIVER_ADDRESS: ("地址", "详细地址"),
}
"""What people call columns in files of their own."""


class NoHeading(Refusal):
    """File {file} has no row of headings."""


def layout_named(name: str) -> Layout | None:
    """The layout a file was handed in with: built in, or a version of a mapping; None: told by its headings."""
    if not name.startswith(BY_MAPPING):
        return get_layout(name) if name else None
    key = name.removeprefix(BY_MAPPING)
    mapping = FileMapping.objects.filter(pk=key_of(key)).first()
    if mapping is None:
        raise NotFound(what="mapping", key=key)
    return as_layout(mapping.fields, mapping.states, mapping.refunds, name=name, title=str(mapping))


def as_layout(
    fields: Mapping[str, str], states: Mapping[str, str], refunds: Mapping[str, str], *, name: str, title: str
) -> Layout:
    """The layout of a mapping. Raises what is wrong with it."""
    return replace(layout_of({**fields, "states": dict(states), "refunds": dict(refunds)}), name=name, title=title)


def columns_of(content: bytes, *, name: str) -> list[dict[str, Any]]:
    """The headings of a file, the fullest of its first rows, each with what stands below it."""
    rows = [cells for _, cells in islice(next(iter(open_tables(content, name=name))).rows(), _SEARCHED_ROWS)]
    widest = max(range(len(rows)), key=lambda at: sum(map(bool, rows[at])), default=None)
    heading = next((at for at in range(len(rows)) if _fullness(rows, at) >= _fullness(rows, widest or 0) * 0.8), None)
    if heading is None:
        raise NoHeading(file=name)
    below = [row for row in rows[heading + 1 :] if any(row)][:_SAMPLES]
    return [
        {"heading": text, "samples": [unwrap(row[at])[:_LONGEST_SAMPLE] for row in below if at < len(row)]}
        for at, cell in enumerate(rows[heading])
        if (text := unwrap(cell))
    ]


def _fullness(rows: Sequence[Sequence[str]], at: int) -> int:
    return sum(map(bool, rows[at])) if at < len(rows) else 0


def guess(headings: Sequence[str]) -> dict[Field, str]:
    """Which heading may hold which field: by the names that platforms give it, the same before the alike."""
    names: dict[Field, set[str]] = {field: set(others) for field, others in _OTHER_NAMES.items()}
    for layout in LAYOUTS.values():
        for field, choices in layout.fields.items():
            names.setdefault(field, {field.value}).update(plain(choice) for choice in choices)
    found: dict[Field, str] = {}
    taken: set[str] = set()
    scored = [
        (max(SequenceMatcher(None, plain(heading), name).ratio() for name in known), field, heading)
        for field, known in names.items()
        for heading in headings
    ]
    for score, field, heading in sorted(scored, key=lambda each: (-each[0], list(Field).index(each[1]))):
        if score >= _ALIKE and field not in found and heading not in taken:
            found[field] = heading
            taken.add(heading)
    return found
