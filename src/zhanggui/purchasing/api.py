"""Purchase orders in the public API."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Amount, Answered, Asked, Id, Ids, Quantity, UnitCost, flow_operation, run
from zhanggui.purchasing.flows.approve_purchases import approve_purchases
from zhanggui.purchasing.flows.confirm_purchases import confirm_purchases
from zhanggui.purchasing.flows.draft_purchases import draft_purchases
from zhanggui.purchasing.flows.end_purchases import end_purchases
from zhanggui.purchasing.flows.promise_lines import Promise, promise_lines
from zhanggui.purchasing.flows.send_back_purchases import send_back_purchases
from zhanggui.purchasing.flows.send_purchases import send_purchases
from zhanggui.purchasing.flows.submit_purchases import submit_purchases
from zhanggui.purchasing.rules.drafting import PurchaseRow

router = Router(tags=["purchasing"])

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 12, 31))]
Reason = Annotated[str, Field(min_length=1, max_length=200)]


class RowIn(Asked):
    key: Annotated[Id, Field(description="By which the answer names this row.")]
    supplier_id: Id
    warehouse_id: Id
    sku_id: Id
    quantity: Quantity
    unit_price: Annotated[UnitCost | None, Field(description="Without tax; left out: the agreed one.")] = None
    tax_rate: Annotated[Amount, Field(lt=Decimal(100), description="Percent.")] | None = None
    wanted_on: Day | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class Rows(Asked):
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=1000)]


class PurchaseSet(Asked):
    purchase_ids: Ids


class WithReason(PurchaseSet):
    reason: Reason


class PromiseIn(Asked):
    line_id: Id
    day: Day


class Promises(Asked):
    promises: Annotated[list[PromiseIn], Field(min_length=1, max_length=1000)]
    reason: Annotated[str, Field(max_length=200)] = ""


@flow_operation(router, draft_purchases)
def draft_purchases_endpoint(request: HttpRequest, asked: Rows) -> Answered:
    return run(draft_purchases, request, rows=[PurchaseRow(**row.model_dump()) for row in asked.rows])


@flow_operation(router, promise_lines)
def promise_lines_endpoint(request: HttpRequest, asked: Promises) -> Answered:
    promises = [Promise(one.line_id, one.day) for one in asked.promises]
    return run(promise_lines, request, promises=promises, reason=asked.reason)


@flow_operation(router, submit_purchases)
def submit_purchases_endpoint(request: HttpRequest, asked: PurchaseSet) -> Answered:
    return run(submit_purchases, request, purchase_ids=asked.purchase_ids)


@flow_operation(router, approve_purchases)
def approve_purchases_endpoint(request: HttpRequest, asked: PurchaseSet) -> Answered:
    return run(approve_purchases, request, purchase_ids=asked.purchase_ids)


@flow_operation(router, send_purchases)
def send_purchases_endpoint(request: HttpRequest, asked: PurchaseSet) -> Answered:
    return run(send_purchases, request, purchase_ids=asked.purchase_ids)


@flow_operation(router, confirm_purchases)
def confirm_purchases_endpoint(request: HttpRequest, asked: PurchaseSet) -> Answered:
    return run(confirm_purchases, request, purchase_ids=asked.purchase_ids)


@flow_operation(router, send_back_purchases)
def send_back_purchases_endpoint(request: HttpRequest, asked: WithReason) -> Answered:
    return run(send_back_purchases, request, **asked.model_dump())


@flow_operation(router, end_purchases)
def end_purchases_endpoint(request: HttpRequest, asked: WithReason) -> Answered:
    return run(end_purchases, request, **asked.model_dump())
