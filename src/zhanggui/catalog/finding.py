"""SKUs found while someone types: by code, barcode, pinyin initials or a piece of the name."""

from dataclasses import dataclass
from decimal import Decimal

from zhanggui.catalog.rules.search_words import folded, search_query
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.spelling import spellings

MOST = 10
_LOOKED_AT = 60
_FIND = """
WITH found AS (
    SELECT id, 0 AS rank FROM catalog_sku WHERE code = ANY(%(exact)s)
    UNION ALL
    SELECT sku_id, 1 FROM catalog_barcode WHERE code = ANY(%(exact)s)
    UNION ALL
    (SELECT id, 2 FROM catalog_sku WHERE is_active AND search_words @@ %(query)s::tsquery LIMIT %(looked_at)s)
), best AS (SELECT id, min(rank) AS rank FROM found GROUP BY id)
SELECT sku.id, sku.code, product.name, sku.spec, sku.price, sku.floor_price, product.picture, best.rank
FROM best JOIN catalog_sku sku ON sku.id = best.id JOIN catalog_product product ON product.id = sku.product_id
WHERE sku.is_active
"""


@dataclass(frozen=True, slots=True)
class FoundSku:
    """A SKU as a form needs it. `rank` is 0 for its own code, 1 for its barcode, 2 for a likeness."""

    sku_id: int
    code: str
    name: str
    spec: str
    price: Decimal
    floor_price: Decimal
    picture: str
    rank: int


def find_skus(text: str, *, most: int = MOST) -> list[FoundSku]:
    """SKUs for sale that fit what was typed, the surest first. One statement."""
    typed = text.strip()
    if not (query := search_query(typed)) or "\0" in typed:
        return []
    rows = fetch_rows(_FIND, {"exact": spellings([typed]), "query": query, "looked_at": _LOOKED_AT})
    found = [FoundSku(*row) for row in rows]
    beginning = folded(typed)
    return sorted(
        found, key=lambda sku: (sku.rank, not folded(sku.code).startswith(beginning), len(sku.name), sku.code)
    )[:most]
