"""Receivers that are to be forgotten before their time, in the public API: a person may ask for it."""

from django.http import HttpRequest
from ninja import Router

from zhanggui.kernel.api import Answered, Asked, Ids, flow_operation, run
from zhanggui.orders.flows.forget_receivers import forget_receivers

router = Router(tags=["orders"])


class ForgetReceivers(Asked):
    order_ids: Ids


@flow_operation(router, forget_receivers)
def forget_receivers_endpoint(request: HttpRequest, asked: ForgetReceivers) -> Answered:
    return run(forget_receivers, request, order_ids=asked.order_ids)
