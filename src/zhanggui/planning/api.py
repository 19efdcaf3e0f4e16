"""Sales, forecasts and suggestions in the public API."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Amount, Answered, Asked, Id, Ids, Quantity, flow_operation, run
from zhanggui.planning.flows.approve_suggestions import approve_suggestions
from zhanggui.planning.flows.drop_suggestions import drop_suggestions
from zhanggui.planning.flows.edit_suggestions import edit_suggestions
from zhanggui.planning.flows.import_sales import import_sales
from zhanggui.planning.flows.order_suggestions import order_suggestions
from zhanggui.planning.flows.reopen_suggestions import reopen_suggestions
from zhanggui.planning.flows.set_planning_numbers import set_planning_numbers
from zhanggui.planning.flows.set_uplifts import set_uplifts
from zhanggui.planning.flows.start_plans import start_plans
from zhanggui.planning.rules.sales import SalesDraft

router = Router(tags=["planning"])

Code = Annotated[str, Field(min_length=1, max_length=64)]
Pieces = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Percent = Annotated[Amount, Field(le=Decimal(100))]


class SalesIn(Asked):
    warehouse: Code
    sku: Code
    day: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
    quantity: Pieces


class ImportSales(Asked):
    sales: Annotated[list[SalesIn], Field(min_length=1, max_length=10_000)]


@flow_operation(router, import_sales)
def import_sales_endpoint(request: HttpRequest, asked: ImportSales) -> Answered:
    return run(import_sales, request, sales=[SalesDraft(**one.model_dump()) for one in asked.sales])


class SetPlanningNumbers(Asked):
    review_days: Annotated[int, Field(ge=1, le=60, strict=True)]
    lead_days: Annotated[int, Field(ge=0, le=60, strict=True)]
    service_a: Percent
    service_b: Percent
    service_c: Percent


@flow_operation(router, set_planning_numbers)
def set_planning_numbers_endpoint(request: HttpRequest, asked: SetPlanningNumbers) -> Answered:
    return run(set_planning_numbers, request, **asked.model_dump())


class UpliftIn(Asked):
    festival: Annotated[str, Field(min_length=1, max_length=16)]
    times: Annotated[Amount | None, Field(description="Null: as history says.")] = None


class SetUplifts(Asked):
    uplifts: Annotated[list[UpliftIn], Field(min_length=1, max_length=100)]


@flow_operation(router, set_uplifts)
def set_uplifts_endpoint(request: HttpRequest, asked: SetUplifts) -> Answered:
    return run(set_uplifts, request, uplifts={one.festival: one.times for one in asked.uplifts})


class StartPlans(Asked):
    warehouse_ids: Ids


@flow_operation(router, start_plans)
def start_plans_endpoint(request: HttpRequest, asked: StartPlans) -> Answered:
    return run(start_plans, request, **asked.model_dump())


class QuantityIn(Asked):
    suggestion_id: Id
    quantity: Quantity


class EditSuggestions(Asked):
    quantities: Annotated[list[QuantityIn], Field(min_length=1, max_length=10_000)]


@flow_operation(router, edit_suggestions)
def edit_suggestions_endpoint(request: HttpRequest, asked: EditSuggestions) -> Answered:
    return run(edit_suggestions, request, quantities={one.suggestion_id: one.quantity for one in asked.quantities})


class SuggestionSet(Asked):
    suggestion_ids: Ids


class DropSuggestions(SuggestionSet):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@flow_operation(router, approve_suggestions)
def approve_suggestions_endpoint(request: HttpRequest, asked: SuggestionSet) -> Answered:
    return run(approve_suggestions, request, **asked.model_dump())


@flow_operation(router, drop_suggestions)
def drop_suggestions_endpoint(request: HttpRequest, asked: DropSuggestions) -> Answered:
    return run(drop_suggestions, request, **asked.model_dump())


@flow_operation(router, reopen_suggestions)
def reopen_suggestions_endpoint(request: HttpRequest, asked: SuggestionSet) -> Answered:
    return run(reopen_suggestions, request, **asked.model_dump())


@flow_operation(router, order_suggestions)
def order_suggestions_endpoint(request: HttpRequest, asked: SuggestionSet) -> Answered:
    return run(order_suggestions, request, **asked.model_dump())
