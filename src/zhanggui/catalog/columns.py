"""The columns of a catalog file: what a heading means, and how the same catalog is written out again."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from zhanggui.catalog.queries import SEE_COST
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.tables import Heading

COLUMNS = (
    Heading("code", ("商家编码", "SKU编码", "规格编码", "商品编码", "sku", "sku code", "merchant code", "code")),
    Heading("product_code", ("款号", "货号", "product code", "style", "style number")),
    Heading("product_name", ("名称", "商品名称", "品名", "name", "product name")),
    Heading("category", ("分类", "类目", "商品分类", "category")),
    Heading("spec", ("规格", "规格名称", "颜色规格", "spec", "specification", "variant")),
    Heading("barcodes", ("条码", "条形码", "商品条码", "国际条码", "barcode", "barcodes", "ean")),
    Heading("weight_g", ("重量(克)", "重量", "重量(g)", "weight (g)", "weight(g)", "weight")),
    Heading("length_mm", ("长(毫米)", "长(mm)", "长度(mm)", "length (mm)", "length(mm)")),
    Heading("width_mm", ("宽(毫米)", "宽(mm)", "宽度(mm)", "width (mm)", "width(mm)")),
    Heading("height_mm", ("高(毫米)", "高(mm)", "高度(mm)", "height (mm)", "height(mm)")),
    Heading("volume_cm3", ("体积(立方厘米)", "体积(cm3)", "体积", "volume (cm3)", "volume(cm3)", "volume")),
    Heading("price", ("售价", "销售价", "标准售价", "price")),
    Heading("floor_price", ("底价", "最低售价", "floor price", "lowest price")),
    Heading("cost", ("成本", "成本价", "cost")),
    Heading("parts", ("组合明细", "套装明细", "子件", "bundle parts", "parts")),
    Heading("tracking", ("追踪方式", "唯一码/批次", "批次管理", "tracking", "tracked by")),
    Heading("verify_by_count", ("按数量验货", "verify by count", "verified by count")),
    Heading("picture", ("图片", "图片地址", "picture", "image")),
    Heading(
        "length_cm", ("长(厘米)", "长(cm)", "长度(cm)", "length (cm)", "length(cm)", "长", "长度"), is_written=False
    ),
    Heading("width_cm", ("宽(厘米)", "宽(cm)", "宽度(cm)", "width (cm)", "width(cm)", "宽", "宽度"), is_written=False),
    Heading(
        "height_cm", ("高(厘米)", "高(cm)", "高度(cm)", "height (cm)", "height(cm)", "高", "高度"), is_written=False
    ),
)


def export_table(rows: Iterable[SkuRow], *, actor: Actor) -> Iterator[list[str]]:
    """The heading and one row of text per SKU; the cost column only for those who may see costs."""
    columns = [column for column in COLUMNS if column.is_written and (column.field != "cost" or actor.may(SEE_COST))]
    yield [column.headings[0] for column in columns]
    for row in rows:
        yield [_text(getattr(row, column.field)) for column in columns]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return ";".join(one if isinstance(one, str) else f"{one[0]}×{one[1]}" for one in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)
