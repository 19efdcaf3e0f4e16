"""Picking with a phone in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.claim_picks import claim_picks
from zhanggui.fulfilment.flows.give_picks import give_picks
from zhanggui.fulfilment.flows.short_picks import short_picks
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.inventory.states import CountReason
from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_operation, run

router = Router(tags=["fulfilment"])


class ClaimPicks(Asked):
    wave_ids: Ids
    zone: Annotated[str, Field(max_length=16, description="Only what lies in this zone.")] = ""


class GivePicks(Asked):
    wave_ids: Ids
    person_id: Annotated[Id | None, Field(description="Without one it is nobody's.")] = None


class TakePicks(Asked):
    pick_ids: Ids


class ShortPicks(TakePicks):
    found: Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
    reason: CountReason


@flow_operation(router, claim_picks)
def claim_picks_endpoint(request: HttpRequest, asked: ClaimPicks) -> Answered:
    return run(claim_picks, request, **asked.model_dump())


@flow_operation(router, give_picks)
def give_picks_endpoint(request: HttpRequest, asked: GivePicks) -> Answered:
    return run(give_picks, request, **asked.model_dump())


@flow_operation(router, take_picks)
def take_picks_endpoint(request: HttpRequest, asked: TakePicks) -> Answered:
    return run(take_picks, request, pick_ids=asked.pick_ids)


@flow_operation(router, short_picks)
def short_picks_endpoint(request: HttpRequest, asked: ShortPicks) -> Answered:
    return run(short_picks, request, pick_ids=asked.pick_ids, found=asked.found, reason=asked.reason.value)
