"""Buyers and areas that get nothing, in the public API: block, unblock, close, open again."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Ids, answer, flow_actor, flow_operation
from zhanggui.kernel.clock import now
from zhanggui.orders.flows.block_buyers import BuyerBlock, block_buyers
from zhanggui.orders.flows.close_areas import Area, close_areas
from zhanggui.orders.flows.reopen_areas import reopen_areas
from zhanggui.orders.flows.unblock_buyers import unblock_buyers

router = Router(tags=["orders"])

Text60 = Annotated[str, Field(max_length=60)]
Text300 = Annotated[str, Field(max_length=300)]


class BuyerIn(Asked):
    buyer: Annotated[str, Field(min_length=1, max_length=120, description="As the platform names them.")]
    note: Text300 = ""


class BlockBuyers(Asked):
    buyers: Annotated[list[BuyerIn], Field(min_length=1, max_length=1000)]


class UnblockBuyers(Asked):
    buyer_ids: Ids


class AreaIn(Asked):
    state: Annotated[str, Field(min_length=1, max_length=60)]
    city: Text60 = ""
    district: Text60 = ""


class CloseAreas(Asked):
    areas: Annotated[list[AreaIn], Field(min_length=1, max_length=1000)]


class ReopenAreas(Asked):
    area_ids: Ids


@flow_operation(router, block_buyers)
def block_buyers_endpoint(request: HttpRequest, asked: BlockBuyers) -> Answered:
    actor = flow_actor(request, "block_buyers")
    buyers = [BuyerBlock(one.buyer, one.note) for one in asked.buyers]
    return answer(block_buyers(buyers=buyers, actor=actor, at=now()))


@flow_operation(router, unblock_buyers)
def unblock_buyers_endpoint(request: HttpRequest, asked: UnblockBuyers) -> Answered:
    return answer(unblock_buyers(buyer_ids=asked.buyer_ids, actor=flow_actor(request, "unblock_buyers"), at=now()))


@flow_operation(router, close_areas)
def close_areas_endpoint(request: HttpRequest, asked: CloseAreas) -> Answered:
    actor = flow_actor(request, "close_areas")
    areas = [Area(one.state, one.city, one.district) for one in asked.areas]
    return answer(close_areas(areas=areas, actor=actor, at=now()))


@flow_operation(router, reopen_areas)
def reopen_areas_endpoint(request: HttpRequest, asked: ReopenAreas) -> Answered:
    return answer(reopen_areas(area_ids=asked.area_ids, actor=flow_actor(request, "reopen_areas"), at=now()))
