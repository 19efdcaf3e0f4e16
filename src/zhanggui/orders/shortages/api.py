"""Shortages in the public API: slips, substitutes, purchase suggestions, messages to buyers."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_operation, run
from zhanggui.orders.flows.close_shortage_slips import close_shortage_slips
from zhanggui.orders.flows.mark_messages_sent import mark_messages_sent
from zhanggui.orders.flows.open_shortage_slips import open_shortage_slips
from zhanggui.orders.flows.requeue_messages import requeue_messages
from zhanggui.orders.flows.sign_shortage_slips import sign_shortage_slips
from zhanggui.orders.flows.substitute_shortages import substitute_shortages
from zhanggui.orders.flows.unsign_shortage_slips import unsign_shortage_slips
from zhanggui.orders.flows.wish_purchases import wish_purchases
from zhanggui.orders.flows.withdraw_messages import withdraw_messages
from zhanggui.orders.flows.withdraw_purchase_wishes import withdraw_purchase_wishes
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages

router = Router(tags=["orders"])


class ShortSet(Asked):
    order_ids: Ids


class OpenSlips(ShortSet):
    note: Annotated[str, Field(max_length=300)] = ""


class SlipSet(Asked):
    slip_ids: Ids


class Substitute(ShortSet):
    sku_code: Annotated[str, Field(min_length=1, max_length=64)]
    sku_ids: Annotated[
        list[Id], Field(default_factory=list, max_length=1_000, description="Empty: all goods that are missing.")
    ]


class WishPurchases(Asked):
    sku_ids: Ids
    warehouse_id: Id
    quantity: Annotated[int | None, Field(ge=1, le=1_000_000, description="Null: what is missing now.")] = None


class WishSet(Asked):
    wish_ids: Ids


class WriteMessages(ShortSet):
    text: Annotated[str, Field(min_length=1, max_length=500, description="{order} {goods} {pieces} {shop} are filled.")]


class MessageSet(Asked):
    message_ids: Ids


@flow_operation(router, open_shortage_slips)
def open_shortage_slips_endpoint(request: HttpRequest, asked: OpenSlips) -> Answered:
    return run(open_shortage_slips, request, **asked.model_dump())


@flow_operation(router, sign_shortage_slips)
def sign_shortage_slips_endpoint(request: HttpRequest, asked: SlipSet) -> Answered:
    return run(sign_shortage_slips, request, **asked.model_dump())


@flow_operation(router, unsign_shortage_slips)
def unsign_shortage_slips_endpoint(request: HttpRequest, asked: SlipSet) -> Answered:
    return run(unsign_shortage_slips, request, **asked.model_dump())


@flow_operation(router, close_shortage_slips)
def close_shortage_slips_endpoint(request: HttpRequest, asked: SlipSet) -> Answered:
    return run(close_shortage_slips, request, **asked.model_dump())


@flow_operation(router, substitute_shortages)
def substitute_shortages_endpoint(request: HttpRequest, asked: Substitute) -> Answered:
    return run(substitute_shortages, request, **asked.model_dump())


@flow_operation(router, wish_purchases)
def wish_purchases_endpoint(request: HttpRequest, asked: WishPurchases) -> Answered:
    return run(wish_purchases, request, **asked.model_dump())


@flow_operation(router, withdraw_purchase_wishes)
def withdraw_purchase_wishes_endpoint(request: HttpRequest, asked: WishSet) -> Answered:
    return run(withdraw_purchase_wishes, request, **asked.model_dump())


@flow_operation(router, write_buyer_messages)
def write_buyer_messages_endpoint(request: HttpRequest, asked: WriteMessages) -> Answered:
    return run(write_buyer_messages, request, **asked.model_dump())


@flow_operation(router, mark_messages_sent)
def mark_messages_sent_endpoint(request: HttpRequest, asked: MessageSet) -> Answered:
    return run(mark_messages_sent, request, **asked.model_dump())


@flow_operation(router, requeue_messages)
def requeue_messages_endpoint(request: HttpRequest, asked: MessageSet) -> Answered:
    return run(requeue_messages, request, **asked.model_dump())


@flow_operation(router, withdraw_messages)
def withdraw_messages_endpoint(request: HttpRequest, asked: MessageSet) -> Answered:
    return run(withdraw_messages, request, **asked.model_dump())
