"""The value of stock in the public API."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.costing.flows.add_landed_costs import add_landed_costs
from zhanggui.costing.flows.choose_method import choose_method
from zhanggui.costing.flows.correct_prices import correct_prices
from zhanggui.costing.flows.post_costs import post_costs
from zhanggui.costing.flows.revalue_stock import revalue_stock
from zhanggui.costing.rules.adjusting import LandedCost, ReceiptPrice, Revaluation
from zhanggui.costing.states import Method
from zhanggui.kernel.api import Answered, Asked, Id, SignedAmount, flow_operation, run

router = Router(tags=["costing"])

UnitCost = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
Reason = Annotated[str, Field(min_length=1, max_length=200)]
MANUAL = "manual"
"""The cause of adjustments that were asked for through the API: theirs alone, numbered by the caller."""


class LandedIn(Asked):
    number: Annotated[Id, Field(description="The caller's number of the cost; one that was added before is done.")]
    receipt: Annotated[Id, Field(description="The cause id of the move by which the goods came in.")]
    amount: SignedAmount


class AddLandedCosts(Asked):
    costs: Annotated[list[LandedIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, add_landed_costs)
def add_landed_costs_endpoint(request: HttpRequest, asked: AddLandedCosts) -> Answered:
    """Answers each cost by its number."""
    costs = [LandedCost(one.number, one.receipt, one.amount) for one in asked.costs]
    return run(add_landed_costs, request, cause=MANUAL, costs=costs)


class PriceIn(Asked):
    number: Annotated[Id, Field(description="The caller's number; one that was corrected before is done.")]
    receipt: Annotated[Id, Field(description="The cause id of the move by which the goods came in.")]
    unit_price: Annotated[UnitCost, Field(description="Without tax.")]
    pieces: Annotated[
        int | None, Field(gt=0, description="Of how many pieces of the receipt it is said; left out: of all.")
    ] = None


class CorrectPrices(Asked):
    prices: Annotated[list[PriceIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, correct_prices)
def correct_prices_endpoint(request: HttpRequest, asked: CorrectPrices) -> Answered:
    """Answers each price by its number."""
    prices = [ReceiptPrice(one.number, one.receipt, one.unit_price, one.pieces) for one in asked.prices]
    return run(correct_prices, request, cause=MANUAL, prices=prices)


class RevaluationIn(Asked):
    sku_id: Id
    unit_cost: UnitCost


class RevalueStock(Asked):
    revaluations: Annotated[list[RevaluationIn], Field(min_length=1, max_length=1000)]
    reason: Reason
    about: Annotated[date | None, Field(description="The day the reason is about; left out: today.")] = None


@flow_operation(router, revalue_stock)
def revalue_stock_endpoint(request: HttpRequest, asked: RevalueStock) -> Answered:
    """Answers by SKU."""
    revaluations = [Revaluation(one.sku_id, one.unit_cost) for one in asked.revaluations]
    return run(revalue_stock, request, revaluations=revaluations, reason=asked.reason, about=asked.about)


class ChooseMethod(Asked):
    method: Method
    reason: Annotated[str, Field(max_length=200)] = ""


@flow_operation(router, choose_method)
def choose_method_endpoint(request: HttpRequest, asked: ChooseMethod) -> Answered:
    return run(choose_method, request, method=asked.method.value, reason=asked.reason)


@flow_operation(router, post_costs)
def post_costs_endpoint(request: HttpRequest) -> Answered:
    """Answers by batch."""
    return run(post_costs, request)
