"""Orders that do not move, urgency and cut-offs in the public API."""

from datetime import time
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_operation, run
from zhanggui.orders.flows.assign_exceptions import assign_exceptions
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.flows.set_cut_offs import CutOffDraft, set_cut_offs
from zhanggui.orders.rules.cut_offs import CutOffTime

router = Router(tags=["orders"])


class OrdersAsked(Asked):
    order_ids: Ids


class AssignExceptions(OrdersAsked):
    person_id: Id | None = None
    post: Annotated[str, Field(max_length=32, description="The code of a role; empty leaves it.")] = ""


class RushOrders(OrdersAsked):
    urgent: bool = True


class CarrierTimeIn(Asked):
    at: time
    carriers: Annotated[list[Annotated[str, Field(min_length=1, max_length=32)]], Field(min_length=1, max_length=20)]


class CutOffIn(Asked):
    warehouse_id: Id
    times: Annotated[list[time], Field(max_length=24, description="In the company's zone; empty: the usual ones.")]
    of_carriers: Annotated[list[CarrierTimeIn], Field(max_length=48, description="Times of some carriers alone.")] = []

    def as_draft(self) -> CutOffDraft:
        own = [CutOffTime(one.at, frozenset(one.carriers)) for one in self.of_carriers]
        return CutOffDraft(self.warehouse_id, (*map(CutOffTime, self.times), *own))


class SetCutOffs(Asked):
    cut_offs: Annotated[list[CutOffIn], Field(min_length=1, max_length=100)]


@flow_operation(router, end_exceptions)
def end_exceptions_endpoint(request: HttpRequest, asked: OrdersAsked) -> Answered:
    return run(end_exceptions, request, **asked.model_dump())


@flow_operation(router, assign_exceptions)
def assign_exceptions_endpoint(request: HttpRequest, asked: AssignExceptions) -> Answered:
    return run(assign_exceptions, request, **asked.model_dump())


@flow_operation(router, rush_orders)
def rush_orders_endpoint(request: HttpRequest, asked: RushOrders) -> Answered:
    return run(rush_orders, request, **asked.model_dump())


@flow_operation(router, set_cut_offs)
def set_cut_offs_endpoint(request: HttpRequest, asked: SetCutOffs) -> Answered:
    drafts = [one.as_draft() for one in asked.cut_offs]
    return run(set_cut_offs, request, cut_offs=drafts)
