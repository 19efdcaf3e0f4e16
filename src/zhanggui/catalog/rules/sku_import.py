"""What an import would do to the catalog: which rows are new, changed, the same, refused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, TypeAlias

from zhanggui.catalog.rules.barcodes import BarcodeTaken
from zhanggui.catalog.rules.bundles import NO_BUNDLES, BundleDraft, KnownBundles, plan_bundles
from zhanggui.catalog.rules.sku_rows import SIDES, CodeRepeated, MissingName, SkuRow, check_row, volume_of
from zhanggui.catalog.rules.tracking import check_tracking
from zhanggui.catalog.states import Tracking
from zhanggui.kernel.refusal import Refusal

_PRODUCT_FIELDS = ("product_name", "category", "picture")
_COMPARED = tuple(one.name for one in fields(SkuRow) if one.name not in {"code", "row"})
_EMPTY = {
    "spec": "", "weight_g": 0, **dict.fromkeys(SIDES, 0), "volume_cm3": 0,
    "price": Decimal(0), "floor_price": Decimal(0), "cost": Decimal(0), "tracking": Tracking.NONE.value,
    "verify_by_count": False,
}  # fmt: skip

Told: TypeAlias = dict[str, str]
"""Fields of a product by name."""


@dataclass(frozen=True, slots=True)
class Change:
    """The SKU as it will be, and which of its fields differ from what is known."""

    sku: SkuRow
    fields: tuple[str, ...]


@dataclass(slots=True)
class SkuImportPlan:
    """`new` and `changed` hold complete SKUs; `refused` is by code, or by `#row` where there is none."""

    new: list[SkuRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalog:
    """What is known of the SKUs, products, barcodes and bundles a file names. `products` holds rows of product fields.

    `codes` are those of every SKU there will be that a bundle of the file may hold.
    """

    skus: Mapping[str, SkuRow]
    products: Mapping[str, SkuRow]
    barcodes: Mapping[str, str]
    codes: Collection[str] = ()
    bundles: KnownBundles = NO_BUNDLES
    packed: Collection[str] = ()
    """Those of which unique codes are in parcels."""


def plan_import(rows: Sequence[SkuRow], known: Catalog, *, sees_cost: bool) -> SkuImportPlan:
    """Each row in its place. Rows of one product agree: what an earlier row says of the product holds."""
    plan = SkuImportPlan()
    told: dict[str, Told] = {}
    owners = dict(known.barcodes)
    seen: set[str] = set()
    drafts = [BundleDraft(row.code, row.parts) for row in rows if row.parts is not None]
    _, unsound = plan_bundles(drafts, known=known.bundles, skus=known.codes)
    for row in rows:
        here = known.skus.get(row.code)
        product_code = row.product_code or (here.product_code if here else None) or row.code
        try:
            check_row(row, sees_cost=sees_cost)
            _check_against(row, seen, owners)
            check_tracking(row, here, packed=known.packed)
            if row.parts is not None and row.code in unsound:
                raise unsound[row.code]
            said = _told(row, told.get(product_code))
            product = _product(row.code, said, known.products.get(product_code))
        except Refusal as refusal:
            # A row that stands twice is refused the second time; the first stays as it was decided.
            plan.refused[f"{row.code}#{row.row}" if row.code in seen else row.name] = refusal
            continue
        seen.add(row.code)
        owners.update(dict.fromkeys(row.barcodes, row.code))
        told[product_code] = said
        _sort_in(plan, _complete(row, here, product, product_code), here)
    return plan


def _check_against(row: SkuRow, seen: set[str], owners: Mapping[str, str]) -> None:
    if row.code in seen:
        raise CodeRepeated(sku=row.code)
    for barcode in row.barcodes:
        if (other := owners.get(barcode, row.code)) != row.code:
            raise BarcodeTaken(sku=row.code, barcode=barcode, other=other)


def _told(row: SkuRow, earlier: Told | None) -> Told:
    """What the file says of the product so far."""
    own = {name: value for name in _PRODUCT_FIELDS if (value := getattr(row, name)) is not None}
    return own | (earlier or {})


def _product(code: str, said: Told, known: SkuRow | None) -> Told:
    """The product's fields: as the file says, else as known."""
    product = {name: said.get(name, getattr(known, name, None) or "") for name in _PRODUCT_FIELDS}
    if not product["product_name"]:
        raise MissingName(sku=code)
    return product


def _complete(row: SkuRow, here: SkuRow | None, product: Mapping[str, Any], product_code: str) -> SkuRow:
    """The row with every gap filled from what is known, or with nothing; new sides without a volume give it."""
    filled: dict[str, Any] = {
        name: value if (value := getattr(row, name)) is not None else getattr(here, name, empty)
        for name, empty in _EMPTY.items()
    }
    if row.volume_cm3 is None and any(getattr(row, side) is not None for side in SIDES):
        filled["volume_cm3"] = volume_of(*(filled[side] for side in SIDES)) or filled["volume_cm3"]
    parts = row.parts if row.parts is not None else here.parts if here else ()
    barcodes = tuple(sorted({*(here.barcodes if here else ()), *row.barcodes}))
    return replace(
        row, product_code=product_code, barcodes=barcodes, parts=tuple(sorted(parts or ())), **filled, **product
    )


def _sort_in(plan: SkuImportPlan, sku: SkuRow, here: SkuRow | None) -> None:
    if here is None:
        plan.new.append(sku)
    elif differing := tuple(name for name in _COMPARED if getattr(sku, name) != getattr(here, name)):
        plan.changed.append(Change(sku, differing))
    else:
        plan.same.append(sku.code)
