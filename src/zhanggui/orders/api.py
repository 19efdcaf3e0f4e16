"""Orders in the public API: bring them in, review, hold, release, cancel."""

from decimal import Decimal
from typing import Annotated

import orjson
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, Moment, flow_operation, run
from zhanggui.kernel.doors.channel import (
    ChannelLine,
    ChannelOrder,
    ChannelPayment,
    ChannelState,
    PaymentKind,
    PaymentMode,
    Receiver,
    RefundState,
)
from zhanggui.orders.blocking.api import router as blocking_router
from zhanggui.orders.changes.api import router as changes_router
from zhanggui.orders.entering.api import router as entering_router
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.choose_warehouses import choose_warehouses
from zhanggui.orders.flows.copy_orders import copy_orders
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.reopen_orders import reopen_orders
from zhanggui.orders.flows.restore_wishes import restore_wishes
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.take_versions import take_versions
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.gifting.api import router as gifts_router
from zhanggui.orders.lines.api import router as own_lines_router
from zhanggui.orders.pool.api import router as exceptions_router
from zhanggui.orders.questions.api import router as question_router
from zhanggui.orders.receivers.api import router as receivers_router
from zhanggui.orders.remarks.api import router as asking_router
from zhanggui.orders.remarks.seen_api import SeenMemos, seen_memos
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.ruling.api import router as rules_router
from zhanggui.orders.seen_api import Seen, run_unchanged
from zhanggui.orders.shortages.api import router as shortage_router
from zhanggui.orders.states import HoldReason

router = Router(tags=["orders"])
router.add_router("", shortage_router)
router.add_router("", asking_router)
router.add_router("", question_router)
router.add_router("", exceptions_router)
router.add_router("", own_lines_router)
router.add_router("", rules_router)
router.add_router("", gifts_router)
router.add_router("", changes_router)
router.add_router("", entering_router)
router.add_router("", blocking_router)
router.add_router("", receivers_router)

Text40 = Annotated[str, Field(max_length=40)]
Text60 = Annotated[str, Field(max_length=60)]
Text64 = Annotated[str, Field(max_length=64)]
Text120 = Annotated[str, Field(max_length=120)]
Text200 = Annotated[str, Field(max_length=200)]
Text300 = Annotated[str, Field(max_length=300)]
Text2000 = Annotated[str, Field(max_length=2000)]
Number = Annotated[str, Field(min_length=1, max_length=64, description="The platform's own number.")]


class ReceiverIn(Asked):
    name: Text120 = ""
    mobile: Text40 = ""
    phone: Text40 = ""
    state: Text60 = ""
    city: Text60 = ""
    district: Text60 = ""
    town: Text60 = ""
    address: Text300 = ""
    postcode: Annotated[str, Field(max_length=12)] = ""
    email: Annotated[str, Field(max_length=120, description="Where its buyer is written to; no goods go there.")] = ""
    cipher: Annotated[str, Field(max_length=160)] = ""
    merge_key: Annotated[
        str, Field(max_length=160, description="Equal where the platform says that orders may travel as one.")
    ] = ""


class LineIn(Asked):
    number: Number
    sku_code: Text64
    title: Text200 = ""
    spec: Text200 = ""
    quantity: Annotated[int, Field(ge=1, le=100_000, strict=True)]
    price: Amount
    amount: Amount
    refund: RefundState = RefundState.NONE
    listing: Text64 = ""
    state: ChannelState = ChannelState.AWAITING_SHIPMENT


class PaymentIn(Asked):
    kind: PaymentKind
    amount: Amount
    at: Moment
    cause: Annotated[str, Field(min_length=1, max_length=100, description="The platform's name of the event.")]


class OrderIn(Asked):
    number: Number
    state: ChannelState
    placed_at: Moment
    modified_at: Moment
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=500)]
    receiver: ReceiverIn = ReceiverIn()
    paid_at: Moment | None = None
    ship_by: Moment | None = None
    collect_by: Annotated[Moment | None, Field(description="Until when the carrier must have scanned it.")] = None
    buyer: Text120 = ""
    buyer_message: Text2000 = ""
    seller_memo: Text2000 = ""
    seller_flag: Annotated[int, Field(ge=0, le=9, strict=True)] = 0
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "CNY"
    freight: Amount = Decimal(0)
    discount: Amount = Decimal(0)
    paid: Amount = Decimal(0)
    cash_on_delivery: Flag = False
    payment_mode: PaymentMode = PaymentMode.PAID
    payments: Annotated[list[PaymentIn], Field(max_length=50)] = []

    def as_channel_order(self) -> ChannelOrder:
        """The canonical order; what was sent is kept as its payload."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        values["receiver"] = Receiver(**self.receiver.model_dump())
        values["payments"] = tuple(
            ChannelPayment(**{name: getattr(one, name) for name in PaymentIn.model_fields}) for one in self.payments
        )
        values["lines"] = tuple(
            ChannelLine(**{name: getattr(line, name) for name in LineIn.model_fields}) for line in self.lines
        )
        return ChannelOrder(**values, raw=orjson.dumps(self.model_dump(mode="json")))


class ImportOrders(Asked):
    shop_id: Id
    orders: Annotated[list[OrderIn], Field(min_length=1, max_length=1000)]


class OrderSet(Asked):
    order_ids: Ids


class ReviewOrders(OrderSet):
    forced: Annotated[list[Text40], Field(max_length=10, description="Checks to force; needs force_review.")] = []
    reason: Text200 = ""
    seen: Seen = {}


class CancelOrders(OrderSet):
    reason: Text200 = ""
    seen: Seen = {}


class HandleRemarks(OrderSet):
    seen: Seen = {}


class HoldOrders(OrderSet):
    note: Text300 = ""
    until: Moment | None = None
    hours_before: Annotated[
        int | None, Field(ge=0, le=240, description="Until so many hours before the platform wants it sent.")
    ] = None
    marks_urgent: Annotated[bool, Field(description="When it ends, the order goes before the others.")] = False
    seen: Seen = {}


class WriteMemos(OrderSet):
    memo: Annotated[str, Field(max_length=500, description="Empty clears the memo.")] = ""
    flag: Annotated[int, Field(ge=0, le=5, strict=True, description="0 is no flag.")] = 0
    mode: Annotated[MemoMode, Field(description="What it does to the memo that is there.")] = MemoMode.REPLACE
    seen: SeenMemos = []


class ReleaseOrders(OrderSet):
    reasons: Annotated[list[HoldReason], Field(max_length=20, description="Empty: every one a person may end.")] = []
    urgent: Annotated[bool, Field(description="From then on they go before the others.")] = False


@flow_operation(router, import_orders)
def import_orders_endpoint(request: HttpRequest, asked: ImportOrders) -> Answered:
    orders = [order.as_channel_order() for order in asked.orders]
    return run(import_orders, request, shop_id=asked.shop_id, orders=orders, source="api")


@flow_operation(router, review_orders)
def review_orders_endpoint(request: HttpRequest, asked: ReviewOrders) -> Answered:
    return run_unchanged(review_orders, request, **asked.model_dump())


@flow_operation(router, hold_orders)
def hold_orders_endpoint(request: HttpRequest, asked: HoldOrders) -> Answered:
    return run_unchanged(hold_orders, request, **asked.model_dump())


@flow_operation(router, release_orders)
def release_orders_endpoint(request: HttpRequest, asked: ReleaseOrders) -> Answered:
    return run(release_orders, request, **asked.model_dump())


@flow_operation(router, take_versions)
def take_versions_endpoint(request: HttpRequest, asked: OrderSet) -> Answered:
    return run(take_versions, request, **asked.model_dump())


@flow_operation(router, cancel_orders)
def cancel_orders_endpoint(request: HttpRequest, asked: CancelOrders) -> Answered:
    return run_unchanged(cancel_orders, request, **asked.model_dump())


@flow_operation(router, reopen_orders)
def reopen_orders_endpoint(request: HttpRequest, asked: OrderSet) -> Answered:
    return run(reopen_orders, request, order_ids=asked.order_ids)


@flow_operation(router, handle_remarks)
def handle_remarks_endpoint(request: HttpRequest, asked: HandleRemarks) -> Answered:
    return run_unchanged(handle_remarks, request, **asked.model_dump())


@flow_operation(router, write_memos)
def write_memos_endpoint(request: HttpRequest, asked: WriteMemos) -> Answered:
    given = asked.model_dump() | {"seen": seen_memos(asked.seen)}
    return run(write_memos, request, **given)


class MatchLines(Asked):
    sku_codes: Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(min_length=1, max_length=1000)]


@flow_operation(router, match_lines)
def match_lines_endpoint(request: HttpRequest, asked: MatchLines) -> Answered:
    return run(match_lines, request, sku_codes=asked.sku_codes)


class ChooseWarehouses(Asked):
    order_ids: Ids
    warehouse_id: Annotated[int, Field(ge=0, le=2**63 - 1, strict=True, description="0 leaves it to the rules.")]
    seen: Seen = {}


class ChooseCarriers(Asked):
    order_ids: Ids
    carrier: Annotated[str, Field(max_length=32, description="Empty leaves it to the rules.")]
    seen: Seen = {}


class RestoreWishes(Asked):
    order_ids: Ids


@flow_operation(router, choose_warehouses)
def choose_warehouses_endpoint(request: HttpRequest, asked: ChooseWarehouses) -> Answered:
    return run_unchanged(choose_warehouses, request, **asked.model_dump())


@flow_operation(router, choose_carriers)
def choose_carriers_endpoint(request: HttpRequest, asked: ChooseCarriers) -> Answered:
    return run_unchanged(choose_carriers, request, **asked.model_dump())


@flow_operation(router, restore_wishes)
def restore_wishes_endpoint(request: HttpRequest, asked: RestoreWishes) -> Answered:
    return run(restore_wishes, request, order_ids=asked.order_ids)


@flow_operation(router, copy_orders)
def copy_orders_endpoint(request: HttpRequest, asked: OrderSet) -> Answered:
    return run(copy_orders, request, order_ids=asked.order_ids)
