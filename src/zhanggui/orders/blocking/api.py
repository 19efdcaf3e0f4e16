"""Buyers that get nothing, in the public API: block, unblock."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Ids, flow_operation, run
from zhanggui.orders.flows.block_buyers import BuyerBlock, block_buyers
from zhanggui.orders.flows.unblock_buyers import unblock_buyers

router = Router(tags=["orders"])

Text300 = Annotated[str, Field(max_length=300)]


class BuyerIn(Asked):
    buyer: Annotated[str, Field(min_length=1, max_length=120, description="As the platform names them.")]
    note: Text300 = ""


class BlockBuyers(Asked):
    buyers: Annotated[list[BuyerIn], Field(min_length=1, max_length=1000)]


class UnblockBuyers(Asked):
    buyer_ids: Ids


@flow_operation(router, block_buyers)
def block_buyers_endpoint(request: HttpRequest, asked: BlockBuyers) -> Answered:
    buyers = [BuyerBlock(one.buyer, one.note) for one in asked.buyers]
    return run(block_buyers, request, buyers=buyers)


@flow_operation(router, unblock_buyers)
def unblock_buyers_endpoint(request: HttpRequest, asked: UnblockBuyers) -> Answered:
    return run(unblock_buyers, request, buyer_ids=asked.buyer_ids)
