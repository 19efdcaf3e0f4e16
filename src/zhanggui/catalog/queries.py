"""Reads others ask of the catalog."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet, Sum

from zhanggui.catalog.models import Barcode, BundlePart, BundleVersion, Product, Sku
from zhanggui.catalog.rules.bundles import KnownBundles, Part, Version
from zhanggui.catalog.rules.sku_import import Catalog, SkuImportPlan, plan_import
from zhanggui.catalog.rules.sku_rows import SIDES, SkuRow
from zhanggui.kernel.actor import Actor

SEE_COST = "see_cost"
_SKU_COLUMNS = (
    "code", "product__code", "product__name", "product__category__name", "spec", "weight_g", *SIDES, "volume_cm3",
    "price", "floor_price", "cost", "product__picture", "tracking", "verify_by_count",
)  # fmt: skip


def plan_sku_import(*, rows: Sequence[SkuRow], actor: Actor) -> SkuImportPlan:
    """What `import_skus` would do with these rows, without doing it."""
    return plan_import(rows, _known_to(rows), sees_cost=actor.may(SEE_COST))


def sku_rows(skus: QuerySet[Sku], *, actor: Actor) -> Iterable[SkuRow]:
    """SKUs as rows that can be imported again, by code. The cost is None without the right to see it."""
    sees_cost = actor.may(SEE_COST)
    pages = skus.order_by("code")
    barcodes = _barcodes_of(skus)
    parts = _parts_of(skus)
    for code, product, name, category, spec, weight_g, length, width, height, volume, *more in pages.values_list(
        *_SKU_COLUMNS
    ).iterator(chunk_size=2000):
        price, floor, cost, picture, tracking, by_count = more
        yield SkuRow(
            code=code,
            product_code=product,
            product_name=name,
            category=category or "",
            spec=spec,
            barcodes=tuple(sorted(barcodes.get(code, ()))),
            weight_g=weight_g,
            length_mm=length,
            width_mm=width,
            height_mm=height,
            volume_cm3=volume,
            price=price,
            floor_price=floor,
            cost=cost if sees_cost else None,
            picture=picture,
            tracking=tracking,
            verify_by_count=by_count,
            parts=parts.get(code, ()),
        )


def bundle_parts(sku_ids: Iterable[int]) -> dict[int, list[Part]]:
    """Those of the SKUs that are bundles, each with its parts by merchant code. One statement."""
    rows = BundlePart.objects.filter(bundle_id__among=set(sku_ids)).order_by("bundle_id", "part__code")
    found: dict[int, list[Part]] = defaultdict(list)
    fields = ("bundle_id", "part_id", "part__code", "part__product__name", "quantity", "part__price")
    for bundle_id, *part in rows.values_list(*fields):
        found[bundle_id].append(Part(*part))
    return dict(found)


def bundle_versions(sku_ids: Iterable[int]) -> dict[int, list[Version]]:
    """Those of the SKUs whose parts were changed since they became bundles, each with its versions in their order. One
    statement."""
    rows = BundleVersion.objects.filter(bundle_id__among=set(sku_ids))
    found: dict[int, dict[int, Version]] = defaultdict(dict)
    fields = (
        "parts__part_id", "parts__part__code", "parts__part__product__name", "parts__quantity", "parts__part__price",
    )  # fmt: skip
    for bundle_id, number, valid_from, *part in rows.order_by("bundle_id", "number", "parts__part__code").values_list(
        "bundle_id", "number", "valid_from", *fields
    ):
        version = found[bundle_id].setdefault(number, Version(valid_from, []))
        if part[0] is not None:
            found[bundle_id][number] = version._replace(parts=[*version.parts, Part(*part)])
    return {bundle_id: list(versions.values()) for bundle_id, versions in found.items() if len(versions) > 1}


def bundles_with(sku_ids: Iterable[int]) -> list[int]:
    """The bundles that hold one of these SKUs."""
    rows = BundlePart.objects.filter(part_id__among=set(sku_ids))
    return sorted(set(rows.values_list("bundle_id", flat=True)))


def bundle_contents(codes: Iterable[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Those of the merchant codes that are bundles, each with codes and quantities of its parts, in order."""
    rows = BundlePart.objects.filter(bundle__code__among=set(codes)).order_by("part__code")
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for code, part, quantity in rows.values_list("bundle__code", "part__code", "quantity"):
        found[code] = (*found.get(code, ()), (part, quantity))
    return found


def bundles_among(sku_ids: Iterable[int]) -> set[int]:
    """Those of the SKUs that are bundles. One statement."""
    rows = BundlePart.objects.filter(bundle_id__among=set(sku_ids))
    return set(rows.values_list("bundle_id", flat=True).distinct())


def known_bundles(codes: Iterable[str], *, wanted: Iterable[str]) -> KnownBundles:
    """What is known of these merchant codes as bundles and as parts, and what lies on stock of those to be bundles."""
    asked = sorted(set(codes))
    rows = BundlePart.objects.filter(Q(bundle__code__among=asked) | Q(part__code__among=asked))
    parts: dict[str, set[str]] = defaultdict(set)
    bundles: dict[str, set[str]] = defaultdict(set)
    for bundle, part in rows.values_list("bundle__code", "part__code"):
        parts[bundle].add(part)
        bundles[part].add(bundle)
    return KnownBundles(parts, bundles, _pieces_of(sorted(set(wanted))))


def _pieces_of(codes: Sequence[str]) -> dict[str, int]:
    """What lies in the places of all warehouses; claimed pieces lie there too."""
    if not codes:
        return {}
    lying = Sku.objects.filter(code__among=codes, balances__on_hand__gt=0)
    return dict(lying.values_list("code").annotate(pieces=Sum("balances__on_hand")).order_by())


def codes_in_parcels(skus: Iterable[str]) -> set[str]:
    """Those of the merchant codes of which pieces with unique codes are in parcels. No statement for none."""
    asked = set(skus)
    if not asked:
        return set()
    packed = Sku.objects.filter(code__among=asked, unique_codes__state="in_parcel")
    return set(packed.values_list("code", flat=True))


def _known_to(rows: Sequence[SkuRow]) -> Catalog:
    codes = sorted({row.code for row in rows})
    skus = {row.code: row for row in sku_rows(Sku.objects.filter(code__among=codes), actor=_READER)}
    products = Product.objects.filter(code__among={row.product_code or row.code for row in rows})
    named = {row.product_code: row for row in skus.values() if row.product_code}
    for code, name, category, picture in products.values_list("code", "name", "category__name", "picture"):
        named[code] = SkuRow(code="", product_name=name, category=category or "", picture=picture)
    asked = sorted({barcode for row in rows for barcode in row.barcodes})
    owners = dict(Barcode.objects.filter(code__among=asked).values_list("code", "sku__code"))
    in_bundles = sorted({*codes, *(part for row in rows for part, _ in row.parts or ())})
    known = set(Sku.objects.filter(code__among=in_bundles).values_list("code", flat=True)) | set(codes)
    packed = codes_in_parcels(row.code for row in rows if row.tracking is not None)
    return Catalog(
        skus, named, owners, known, known_bundles(in_bundles, wanted=[row.code for row in rows if row.parts]), packed
    )


def _barcodes_of(skus: QuerySet[Sku]) -> dict[str, list[str]]:
    barcodes: dict[str, list[str]] = defaultdict(list)
    for sku, code in Barcode.objects.filter(sku__in=skus.order_by()).values_list("sku__code", "code"):
        barcodes[sku].append(code)
    return barcodes


def _parts_of(skus: QuerySet[Sku]) -> dict[str, tuple[tuple[str, int], ...]]:
    parts: dict[str, tuple[tuple[str, int], ...]] = {}
    rows = BundlePart.objects.filter(bundle__in=skus.order_by()).order_by("part__code")
    for bundle, part, quantity in rows.values_list("bundle__code", "part__code", "quantity"):
        parts[bundle] = (*parts.get(bundle, ()), (part, quantity))
    return parts


_READER = Actor(name="catalog", grants=frozenset({SEE_COST}))
"""Comparing a file with what is known sees everything; who may set what is decided row by row."""
