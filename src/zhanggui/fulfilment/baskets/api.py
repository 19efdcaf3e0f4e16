"""Putting pieces of stopped parcels back, in the public API."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from zhanggui.fulfilment.flows.put_back_scan import put_back_scan
from zhanggui.kernel.api import Answered, Asked, flow_actor, flow_operation
from zhanggui.kernel.clock import now

router = Router(tags=["fulfilment"])


class PutBackScan(Asked):
    waybill: Annotated[str, Field(min_length=1, max_length=40)]
    barcode: Annotated[str, Field(min_length=1, max_length=64)]
    bin_code: Annotated[str, Field(min_length=1, max_length=40)]
    client_id: Annotated[UUID, Field(description="Made by the scanner, one per scan: a repeat counts nothing.")]


class PutBackOut(BaseModel):
    """What is still to be put back of the parcel."""

    parcel_id: int
    left: int
    is_repeated: bool


@flow_operation(router, put_back_scan, response=PutBackOut)
def put_back_scan_endpoint(request: HttpRequest, asked: PutBackScan) -> Answered:
    actor = flow_actor(request, "put_back_scan")
    result = put_back_scan(**asked.model_dump(), actor=actor, at=now())
    return {name: getattr(result, name) for name in PutBackOut.model_fields}
