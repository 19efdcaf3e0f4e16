"""Bundles, lines bound by hand and exchanges of items in the public API."""

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, SignedAmount, flow_operation, run
from zhanggui.orders.flows.apply_bundles import apply_bundles
from zhanggui.orders.flows.bind_lines import bind_lines
from zhanggui.orders.flows.bind_listings import Bound, bind_listings
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.reopen_lines import reopen_lines
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.rules.binding import Binding, ItemExchange
from zhanggui.orders.rules.cancelling import LineCancel
from zhanggui.orders.rules.exchanges import MOST_PIECES

router = Router(tags=["orders"])

SkuCode = Annotated[str, Field(min_length=1, max_length=64, description="Merchant code.")]
LineIds = Annotated[list[Id], Field(min_length=1, max_length=1000)]


class LineCancelIn(Asked):
    line_id: Id
    refund: Annotated[Amount | None, Field(description="What the buyer gets back; left out: all they paid for it.")] = (
        None
    )


class CancelLines(Asked):
    cancels: Annotated[list[LineCancelIn], Field(min_length=1, max_length=1000)]
    reason: Annotated[str, Field(max_length=200)] = ""


class ReopenLines(Asked):
    line_ids: LineIds


class BindingIn(Asked):
    line_id: Id
    sku_code: SkuCode


class BindLines(Asked):
    bindings: Annotated[list[BindingIn], Field(min_length=1, max_length=1000)]
    remember: Annotated[Flag, Field(description="Later orders of the shop with the same code are bound too.")] = False


class ListingBinding(Asked):
    shop_id: Id
    sku_code: Annotated[str, Field(max_length=64, description="The seller's code as the platform has it.")] = ""
    listing: Annotated[str, Field(max_length=64, description="Where there is no code.")] = ""
    sku: SkuCode


class BindListings(Asked):
    bindings: Annotated[list[ListingBinding], Field(min_length=1, max_length=1000)]


class ExchangeIn(Asked):
    line_id: Id
    sku_code: SkuCode
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES, strict=True)]
    price_difference: SignedAmount = Decimal(0)
    is_answer: Annotated[
        bool | None, Field(description="Our yes to the buyer's request; empty: where that names this line or none.")
    ] = None


class ExchangeLines(Asked):
    exchanges: Annotated[list[ExchangeIn], Field(min_length=1, max_length=1000)]


class UndoExchanges(Asked):
    line_ids: LineIds


class ApplyBundles(Asked):
    order_ids: Ids


@flow_operation(router, cancel_lines)
def cancel_lines_endpoint(request: HttpRequest, asked: CancelLines) -> Answered:
    cancels = [LineCancel(one.line_id, one.refund) for one in asked.cancels]
    return run(cancel_lines, request, cancels=cancels, reason=asked.reason)


@flow_operation(router, reopen_lines)
def reopen_lines_endpoint(request: HttpRequest, asked: ReopenLines) -> Answered:
    return run(reopen_lines, request, line_ids=asked.line_ids)


@flow_operation(router, apply_bundles)
def apply_bundles_endpoint(request: HttpRequest, asked: ApplyBundles) -> Answered:
    return run(apply_bundles, request, order_ids=asked.order_ids)


@flow_operation(router, bind_lines)
def bind_lines_endpoint(request: HttpRequest, asked: BindLines) -> Answered:
    bindings = [Binding(one.line_id, one.sku_code) for one in asked.bindings]
    return run(bind_lines, request, bindings=bindings, remember=asked.remember)


@flow_operation(router, exchange_lines)
def exchange_lines_endpoint(request: HttpRequest, asked: ExchangeLines) -> Answered:
    exchanges = [
        ItemExchange(one.line_id, one.sku_code, one.quantity, one.price_difference, one.is_answer)
        for one in asked.exchanges
    ]
    return run(exchange_lines, request, exchanges=exchanges)


@flow_operation(router, undo_exchanges)
def undo_exchanges_endpoint(request: HttpRequest, asked: UndoExchanges) -> Answered:
    return run(undo_exchanges, request, line_ids=asked.line_ids)


@flow_operation(router, bind_listings)
def bind_listings_endpoint(request: HttpRequest, asked: BindListings) -> Answered:
    return run(bind_listings, request, bindings=[Bound(**one.model_dump()) for one in asked.bindings])
