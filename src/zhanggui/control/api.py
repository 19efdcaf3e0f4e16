"""Figures of stock in the public API."""

from django.http import HttpRequest
from ninja import Router

from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.kernel.api import Answered, Asked, Ids, flow_operation, run

router = Router(tags=["control"])


class SumStockFigures(Asked):
    warehouse_ids: Ids


@flow_operation(router, sum_stock_figures)
def sum_stock_figures_endpoint(request: HttpRequest, asked: SumStockFigures) -> Answered:
    return run(sum_stock_figures, request, **asked.model_dump())
