"""Putting pieces of stopped parcels back, or writing them off, in the public API."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from zhanggui.fulfilment.flows.put_back_by_hand import put_back_by_hand
from zhanggui.fulfilment.flows.put_back_scan import put_back_scan
from zhanggui.fulfilment.flows.write_off_pieces import write_off_pieces
from zhanggui.fulfilment.incidents.noting import noting
from zhanggui.fulfilment.overriding.people import who_confirms
from zhanggui.fulfilment.rules.verifying import MOST_TIMES
from zhanggui.kernel.api import Answered, Asked, Ids, flow_actor, flow_operation, run
from zhanggui.kernel.clock import now

router = Router(tags=["fulfilment"])


class PutBackScan(Asked):
    waybill: Annotated[str, Field(min_length=1, max_length=40)]
    barcode: Annotated[str, Field(min_length=1, max_length=64)]
    bin_code: Annotated[str, Field(min_length=1, max_length=40)]
    client_id: Annotated[UUID, Field(description="Made by the scanner, one per scan: a repeat counts nothing.")]


class WriteOffPieces(Asked):
    parcel_ids: Ids
    sku: Annotated[str, Field(max_length=64, description="Only of this SKU; empty: all that is missing.")] = ""
    pieces: Annotated[int, Field(ge=0, le=MOST_TIMES, strict=True, description="So many; 0: all.")] = 0
    code: Annotated[str, Field(max_length=64, description="The unique code of the one piece of one parcel.")] = ""
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    client_id: Annotated[UUID | None, Field(description="A repeat writes off nothing more.")] = None
    username: Annotated[str, Field(max_length=64, description="Of the second person, who confirms.")]
    password: Annotated[str, Field(max_length=256)]


class PutBackByHand(Asked):
    parcel_ids: Ids
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    username: Annotated[str, Field(max_length=64, description="Of the second person, who confirms.")]
    password: Annotated[str, Field(max_length=256)]


class PutBackOut(BaseModel):
    """What is still to be put back of the parcel."""

    parcel_id: int
    left: int
    is_repeated: bool


@flow_operation(router, put_back_scan, response=PutBackOut)
def put_back_scan_endpoint(request: HttpRequest, asked: PutBackScan) -> Answered:
    actor = flow_actor(request, "put_back_scan")
    at = now()
    with noting("stop-basket", asked.barcode, scan_id=asked.client_id, waybill=asked.waybill, actor=actor, at=at):
        result = put_back_scan(**asked.model_dump(), actor=actor, at=at)
    return {name: getattr(result, name) for name in PutBackOut.model_fields}


@flow_operation(router, put_back_by_hand)
def put_back_by_hand_endpoint(request: HttpRequest, asked: PutBackByHand) -> Answered:
    """A second person confirms with the own password; guesses are counted as at the door."""
    actor = flow_actor(request, "put_back_by_hand")
    second = who_confirms({"username": asked.username, "password": asked.password}, beside=actor, at=now())
    return run(put_back_by_hand, request, parcel_ids=asked.parcel_ids, reason=asked.reason, confirmed_by=second)


@flow_operation(router, write_off_pieces)
def write_off_pieces_endpoint(request: HttpRequest, asked: WriteOffPieces) -> Answered:
    """A second person confirms with the own password; guesses are counted as at the door."""
    actor = flow_actor(request, "write_off_pieces")
    second = who_confirms({"username": asked.username, "password": asked.password}, beside=actor, at=now())
    given = asked.model_dump(exclude={"username", "password"})
    return run(write_off_pieces, request, **given, confirmed_by=second)
