"""Bring products, SKUs and barcodes into the catalog, or bring them up to date."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction

from zhanggui.catalog.bundling import bring_bundles, lock_catalog
from zhanggui.catalog.facts import SkuAdded, SkuChanged
from zhanggui.catalog.models import Barcode, Category, Product, Sku
from zhanggui.catalog.queries import plan_sku_import
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.rules.search_words import as_vector, search_words
from zhanggui.catalog.rules.sku_rows import SIDES, SkuRow
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome

_SKU_COLUMNS = (
    "product_id", "code", "spec", "price", "floor_price", "cost", "weight_g", *SIDES, "volume_cm3", "is_active",
    "tracking", "verify_by_count",
)  # fmt: skip


@transaction.atomic
def import_skus(*, rows: Sequence[SkuRow], actor: Actor, at: datetime) -> Outcome[str]:
    """Each SKU done is in the catalog as its row says; what the row leaves out stays as it was.

    Barcodes are added, never taken away. Importing the same rows again changes nothing. Answers by merchant code.
    """
    lock_catalog()
    plan = plan_sku_import(rows=rows, actor=actor)

    skus = [*plan.new, *(change.sku for change in plan.changed)]
    products = _write_products(skus, _write_categories(skus))
    ids = _write_skus(skus, products)
    _write_barcodes(skus, ids)
    _write_search_words(sorted(set(products.values())))
    told = {row.code for row in rows if row.parts is not None}
    drafts = [BundleDraft(sku.code, sku.parts or ()) for sku in skus if sku.code in told]
    _, unsound = bring_bundles(drafts, actor=actor, at=at)

    announce([SkuAdded(ids[sku.code], sku.code) for sku in plan.new], actor=actor, at=at)
    announce([SkuChanged(ids[change.sku.code], change.fields) for change in plan.changed], actor=actor, at=at)
    written = ids.keys() | set(plan.same)
    return Outcome(
        done=[code for code in dict.fromkeys(row.code for row in rows) if code in written],
        refused=plan.refused | unsound,
    )


def _write_categories(skus: Sequence[SkuRow]) -> dict[str, int]:
    names = sorted({sku.category for sku in skus if sku.category})
    rows = insert_rows(
        Category,
        ("name",),
        [(name,) for name in names],
        returning=("name", "id"),
        on_conflict="(name) DO UPDATE SET name = EXCLUDED.name",
    )
    return dict(rows)


def _write_products(skus: Sequence[SkuRow], categories: Mapping[str, int]) -> dict[str, int]:
    products = {
        sku.product_code: (sku.product_code, sku.product_name, categories.get(sku.category or ""), sku.picture)
        for sku in skus
        if sku.product_code
    }
    rows = insert_rows(
        Product,
        ("code", "name", "category_id", "picture"),
        [products[code] for code in sorted(products)],
        returning=("code", "id"),
        on_conflict="(code) DO UPDATE SET name = EXCLUDED.name, category_id = EXCLUDED.category_id, "
        "picture = EXCLUDED.picture",
    )
    return dict(rows)


def _write_skus(skus: Sequence[SkuRow], products: Mapping[str, int]) -> dict[str, int]:
    rows = insert_rows(
        Sku,
        _SKU_COLUMNS,
        [
            (
                products[sku.product_code or sku.code], sku.code, sku.spec, sku.price, sku.floor_price, sku.cost,
                sku.weight_g, *(getattr(sku, side) for side in SIDES), sku.volume_cm3, True,
                sku.tracking, sku.verify_by_count,
            )
            for sku in sorted(skus, key=lambda sku: sku.code)
        ],
        returning=("code", "id"),
        on_conflict="(code) DO UPDATE SET product_id = EXCLUDED.product_id, spec = EXCLUDED.spec, "
        "price = EXCLUDED.price, floor_price = EXCLUDED.floor_price, cost = EXCLUDED.cost, "
        "weight_g = EXCLUDED.weight_g, length_mm = EXCLUDED.length_mm, width_mm = EXCLUDED.width_mm, "
        "height_mm = EXCLUDED.height_mm, volume_cm3 = EXCLUDED.volume_cm3, "
        "tracking = EXCLUDED.tracking, verify_by_count = EXCLUDED.verify_by_count",
    )  # fmt: skip
    return dict(rows)


def _write_barcodes(skus: Sequence[SkuRow], ids: Mapping[str, int]) -> None:
    rows = [(barcode, ids[sku.code], 1) for sku in skus for barcode in sku.barcodes]
    insert_rows(Barcode, ("code", "sku_id", "pieces"), sorted(rows), on_conflict="(code) DO NOTHING")


def _write_search_words(product_ids: Sequence[int]) -> None:
    """Every SKU of these products: a product's new name is a new name for all of them."""
    known = Sku.objects.filter(product_id__among=product_ids).annotate(codes=ArrayAgg("barcodes__code"))
    update_rows(
        Sku,
        ("id",),
        ("search_words",),
        [
            (pk, as_vector(search_words(code=code, name=name, spec=spec, style=style, barcodes=filter(None, codes))))
            for pk, code, spec, name, style, codes in known.order_by("pk").values_list(
                "pk", "code", "spec", "product__name", "product__code", "codes"
            )
        ],
    )
