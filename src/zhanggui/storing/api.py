"""Putting away and moving in the public API."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, flow_operation, run
from zhanggui.storing.flows.move_stock import move_stock
from zhanggui.storing.flows.put_away import put_away
from zhanggui.storing.rules.carrying import CarryDraft

router = Router(tags=["storing"])


class CarryIn(Asked):
    client_id: Annotated[UUID, Field(description="Your own number of this carry. The same never counts twice.")]
    origin_id: Id
    target_id: Id
    sku_id: Id
    quantity: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    lot: Annotated[str, Field(max_length=40)] = ""
    note: Annotated[str, Field(max_length=200, description="Why another bin than the one suggested.")] = ""


class Carries(Asked):
    carries: Annotated[list[CarryIn], Field(min_length=1, max_length=1000)]


def _drafts(asked: Carries) -> list[CarryDraft]:
    return [CarryDraft(**each.model_dump()) for each in asked.carries]


@flow_operation(router, put_away)
def put_away_endpoint(request: HttpRequest, asked: Carries) -> Answered:
    return run(put_away, request, carries=_drafts(asked))


@flow_operation(router, move_stock)
def move_stock_endpoint(request: HttpRequest, asked: Carries) -> Answered:
    return run(move_stock, request, carries=_drafts(asked))
