"""Costs of sending in the public API."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from zhanggui.catalog.queries import SEE_COST
from zhanggui.fulfilment.collected.pages import USUAL_DAYS, days_asked
from zhanggui.fulfilment.costing.lines import KEYS, cost_lines
from zhanggui.kernel.api import PROBLEMS, Answered, flow_actor, plain

router = Router(tags=["fulfilment"])


class CostLine(BaseModel):
    """What one shop's parcels of one warehouse cost on one day. Money is text."""

    day: str
    shop_id: int
    shop: str
    warehouse_id: int
    warehouse: str
    parcels: int = Field(description="That left.")
    boxes: str
    crates: str
    freight: str = Field(description="By the price list of the day each parcel left.")
    unpriced: int = Field(description="Parcels that no price list knew; their freight is not in the sum.")
    total: str
    each: str | None = Field(description="For one parcel that left. Null on a day none did.")


class SendingCosts(BaseModel):
    """The days that were answered, and their lines, the latest day first."""

    first: str
    last: str
    rows: list[CostLine]


def _day(name: str, words: str) -> dict[str, Any]:
    schema = {"type": "string", "format": "date"}
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


@router.get(
    "/sending-costs",
    operation_id="list_sending_costs",
    summary="Costs of sending by day, shop and warehouse",
    description="Packing and freight of parcels that left. Needs the right to see costs.",
    response={200: SendingCosts, **PROBLEMS},
    openapi_extra={
        "parameters": [
            _day("from", "The first day; without it, a week."),
            _day("to", "The last day; without it, today."),
        ]
    },
)
def list_sending_costs_endpoint(request: HttpRequest) -> Answered:
    actor = flow_actor(request, SEE_COST)
    first, last = days_asked(request, usual=USUAL_DAYS)
    rows = [
        dict(zip(KEYS, line.cells, strict=True))
        | {"shop_id": line.where.shop_id, "warehouse_id": line.where.warehouse_id}
        for line in cost_lines(first, last, actor=actor)
    ]
    return {"first": plain(first), "last": plain(last), "rows": plain(rows)}
