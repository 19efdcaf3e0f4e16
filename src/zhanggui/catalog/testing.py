"""SKUs for tests, brought in through the real flow."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.kernel.actor import system_actor

AT = datetime(2026, 11, 11, 0, 0, tzinfo=UTC)
ACTOR = system_actor("test")
_numbers = count(1)


def make_skus(number: int = 1, *, prefix: str = "SKU", **fields: Any) -> list[Sku]:
    """So many fresh SKUs in the order made, each a product of its own with one barcode; `fields` are set alike."""
    given = {"category": "茶叶", "weight_g": 250, "price": Decimal("39.90"), "cost": Decimal("18.5"), **fields}
    rows = []
    for drawn in (next(_numbers) for _ in range(number)):
        code = f"{prefix}-{drawn:05}"
        rows.append(SkuRow(**{"code": code, "product_name": f"商品 {drawn}", "barcodes": (f"BC{drawn:07}",), **given}))
    import_skus(rows=rows, actor=ACTOR, at=AT)
    found = {sku.code: sku for sku in Sku.objects.filter(code__among=[row.code for row in rows])}
    return [found[row.code] for row in rows]
