"""The catalog in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.kernel.api import Amount, Answered, Asked, UnitCost, answer, flow_actor, flow_operation
from zhanggui.kernel.clock import now

router = Router(tags=["catalog"])

Text64 = Annotated[str, Field(max_length=64)]
Text80 = Annotated[str, Field(max_length=80)]
Text200 = Annotated[str, Field(max_length=200)]
Text300 = Annotated[str, Field(max_length=300)]


class SkuIn(Asked):
    """What is left out stays as it is."""

    code: Annotated[str, Field(min_length=1, max_length=64, description="Merchant code.")]
    product_code: Text64 | None = None
    product_name: Text200 | None = None
    category: Text80 | None = None
    spec: Text200 | None = None
    barcodes: Annotated[list[Text64], Field(max_length=50)] = []
    weight_g: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] | None = None
    price: Amount | None = None
    floor_price: Amount | None = None
    cost: UnitCost | None = None
    picture: Text300 | None = None


class ImportSkus(Asked):
    rows: Annotated[list[SkuIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, import_skus)
def import_skus_endpoint(request: HttpRequest, asked: ImportSkus) -> Answered:
    rows = [
        SkuRow(
            **{name: getattr(each, name) for name in SkuIn.model_fields if name != "barcodes"},
            barcodes=tuple(each.barcodes),
            row=number,
        )
        for number, each in enumerate(asked.rows, start=1)
    ]
    return answer(import_skus(rows=rows, actor=flow_actor(request, "import_skus"), at=now()))
