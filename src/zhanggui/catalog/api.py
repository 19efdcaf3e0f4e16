"""The catalog in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.flows.set_shelf_lives import set_shelf_lives
from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.rules.bundles import MOST_PIECES, BundleDraft
from zhanggui.catalog.rules.shelf_lives import LONGEST
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.catalog.states import Tracking
from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Ids, UnitCost, flow_operation, run

router = Router(tags=["catalog"])

Text64 = Annotated[str, Field(max_length=64)]
Text80 = Annotated[str, Field(max_length=80)]
Text200 = Annotated[str, Field(max_length=200)]
Text300 = Annotated[str, Field(max_length=300)]
Side = Annotated[int, Field(ge=0, le=20_000, strict=True)]


class PartIn(Asked):
    """So many pieces of a SKU in one bundle."""

    code: Annotated[str, Field(min_length=1, max_length=64)]
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES, strict=True)] = 1


class SkuIn(Asked):
    """What is left out stays as it is."""

    code: Annotated[str, Field(min_length=1, max_length=64, description="Merchant code.")]
    product_code: Text64 | None = None
    product_name: Text200 | None = None
    category: Text80 | None = None
    spec: Text200 | None = None
    barcodes: Annotated[list[Text64], Field(max_length=50)] = []
    weight_g: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] | None = None
    length_mm: Side | None = None
    width_mm: Side | None = None
    height_mm: Side | None = None
    volume_cm3: (
        Annotated[int, Field(ge=0, le=20_000_000, strict=True, description="Left out: the sides tell it.")] | None
    ) = None
    price: Amount | None = None
    floor_price: Amount | None = None
    cost: UnitCost | None = None
    picture: Text300 | None = None
    tracking: Tracking | None = None
    verify_by_count: Flag | None = None
    parts: (
        Annotated[
            list[PartIn], Field(max_length=50, description="Makes it a bundle; an empty list makes it a plain SKU.")
        ]
        | None
    ) = None


class ImportSkus(Asked):
    rows: Annotated[list[SkuIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, import_skus)
def import_skus_endpoint(request: HttpRequest, asked: ImportSkus) -> Answered:
    rows = [
        SkuRow(
            **{
                name: getattr(each, name)
                for name in SkuIn.model_fields
                if name not in {"barcodes", "parts", "tracking"}
            },
            tracking=each.tracking and each.tracking.value,
            barcodes=tuple(each.barcodes),
            parts=None if each.parts is None else _parts(each.parts),
            row=number,
        )
        for number, each in enumerate(asked.rows, start=1)
    ]
    return run(import_skus, request, rows=rows)


class SetTracking(Asked):
    sku_ids: Ids
    tracking: Tracking
    verify_by_count: Annotated[Flag, Field(description="One scan and a keyed number may count several pieces.")] = False


@flow_operation(router, set_tracking)
def set_tracking_endpoint(request: HttpRequest, asked: SetTracking) -> Answered:
    given = asked.model_dump() | {"tracking": asked.tracking.value}
    return run(set_tracking, request, **given)


Days = Annotated[int, Field(ge=0, le=LONGEST, strict=True)]


class SetShelfLives(Asked):
    sku_ids: Ids
    shelf_life_days: Annotated[Days, Field(description="Days from making; 0: it keeps.")]
    receipt_life_days: Annotated[Days, Field(description="Days that must be left when it comes in.")] = 0
    sale_life_days: Annotated[Days, Field(description="Days that must be left when it is sold.")] = 0


@flow_operation(router, set_shelf_lives)
def set_shelf_lives_endpoint(request: HttpRequest, asked: SetShelfLives) -> Answered:
    return run(set_shelf_lives, request, **asked.model_dump())


class BundleIn(Asked):
    code: Annotated[str, Field(min_length=1, max_length=64, description="Merchant code of the bundle.")]
    parts: Annotated[list[PartIn], Field(max_length=50, description="Empty: a plain SKU again.")]


class SetBundles(Asked):
    bundles: Annotated[list[BundleIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, set_bundles)
def set_bundles_endpoint(request: HttpRequest, asked: SetBundles) -> Answered:
    bundles = [BundleDraft(one.code, _parts(one.parts)) for one in asked.bundles]
    return run(set_bundles, request, bundles=bundles)


def _parts(parts: list[PartIn]) -> tuple[tuple[str, int], ...]:
    return tuple((part.code, part.quantity) for part in parts)
