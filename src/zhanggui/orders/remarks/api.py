"""Requests of remarks and events of payment in the public API."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Amount, Answered, Asked, Id, Ids, Moment, flow_operation, run
from zhanggui.kernel.doors.channel import PaymentKind
from zhanggui.orders.changes.api import AgreementIn, agreements_of
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.release_balances import release_balances
from zhanggui.orders.flows.reopen_differences import reopen_differences
from zhanggui.orders.flows.reopen_requests import reopen_requests
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.retire_remark_templates import retire_remark_templates
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.flows.save_remark_templates import TemplateDraft, save_remark_templates
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.remarks.seen_api import SeenMemos, seen_memos
from zhanggui.orders.remarks.states import RequestKind

router = Router(tags=["orders"])

Text40 = Annotated[str, Field(min_length=1, max_length=40)]
Note = Annotated[str, Field(max_length=200)]
Cause = Annotated[str, Field(min_length=1, max_length=100, description="The same cause counts once.")]
FieldName = Annotated[str, Field(min_length=1, max_length=40)]
FieldText = Annotated[str, Field(max_length=300)]


class OrdersAsked(Asked):
    order_ids: Ids


class RequestsAsked(Asked):
    request_ids: Ids


class NotedRequests(RequestsAsked):
    note: Note = ""


class HandleRequests(NotedRequests):
    addresses: Annotated[
        list[AgreementIn], Field(max_length=1000, description="New receivers, for requests that ask for one.")
    ] = []


class WriteRequests(OrdersAsked):
    kind: RequestKind
    fields: Annotated[dict[FieldName, FieldText], Field(max_length=20)]
    template_id: Id | None = None
    flag: Annotated[int, Field(ge=0, le=5, strict=True)] = 1
    seen: SeenMemos = []


class TemplateField(Asked):
    name: Text40
    kind: Annotated[str, Field(pattern="^(text|number|day)$")] = "text"


class TemplateIn(Asked):
    name: Text40
    words: Annotated[list[Text40], Field(min_length=1, max_length=50)]
    fields: Annotated[list[TemplateField], Field(max_length=20)] = []


class SaveTemplates(Asked):
    templates: Annotated[list[TemplateIn], Field(min_length=1, max_length=100)]


class RetireTemplates(Asked):
    template_ids: Ids


class RecordPayments(OrdersAsked):
    kind: PaymentKind
    cause: Cause
    amount: Annotated[Amount | None, Field(description="Empty: what is still due of each order.")] = None
    paid_at: Moment | None = None
    note: Note = ""


class ReversePayments(Asked):
    payment_ids: Ids
    reason: Note = ""


class DifferencesAsked(Asked):
    exchange_ids: Ids
    note: Note = ""


class SettleDifferences(DifferencesAsked):
    way: Literal["collected", "paid_back", "waived"]


class TopUpIn(Asked):
    shop_id: Id
    buyer: Annotated[str, Field(min_length=1, max_length=120)]
    amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    cause: Cause
    note: Note = ""


class TopUpAccounts(Asked):
    top_ups: Annotated[list[TopUpIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, write_requests)
def write_requests_endpoint(request: HttpRequest, asked: WriteRequests) -> Answered:
    given = asked.model_dump() | {"kind": asked.kind.value, "seen": seen_memos(asked.seen)}
    return run(write_requests, request, **given)


@flow_operation(router, handle_requests)
def handle_requests_endpoint(request: HttpRequest, asked: HandleRequests) -> Answered:
    addresses = agreements_of(asked.addresses)
    return run(handle_requests, request, request_ids=asked.request_ids, note=asked.note, addresses=addresses)


@flow_operation(router, refuse_requests)
def refuse_requests_endpoint(request: HttpRequest, asked: NotedRequests) -> Answered:
    return run(refuse_requests, request, **asked.model_dump())


@flow_operation(router, reopen_requests)
def reopen_requests_endpoint(request: HttpRequest, asked: RequestsAsked) -> Answered:
    return run(reopen_requests, request, **asked.model_dump())


@flow_operation(router, save_remark_templates)
def save_remark_templates_endpoint(request: HttpRequest, asked: SaveTemplates) -> Answered:
    drafts = [
        TemplateDraft(one.name, tuple(one.words), tuple((field.name, field.kind) for field in one.fields))
        for one in asked.templates
    ]
    return run(save_remark_templates, request, templates=drafts)


@flow_operation(router, retire_remark_templates)
def retire_remark_templates_endpoint(request: HttpRequest, asked: RetireTemplates) -> Answered:
    return run(retire_remark_templates, request, **asked.model_dump())


@flow_operation(router, record_payments)
def record_payments_endpoint(request: HttpRequest, asked: RecordPayments) -> Answered:
    given = asked.model_dump() | {"kind": asked.kind.value}
    return run(record_payments, request, **given)


@flow_operation(router, reverse_payments)
def reverse_payments_endpoint(request: HttpRequest, asked: ReversePayments) -> Answered:
    return run(reverse_payments, request, **asked.model_dump())


@flow_operation(router, settle_differences)
def settle_differences_endpoint(request: HttpRequest, asked: SettleDifferences) -> Answered:
    return run(settle_differences, request, **asked.model_dump())


@flow_operation(router, reopen_differences)
def reopen_differences_endpoint(request: HttpRequest, asked: DifferencesAsked) -> Answered:
    return run(reopen_differences, request, **asked.model_dump())


@flow_operation(router, reserve_balances)
def reserve_balances_endpoint(request: HttpRequest, asked: OrdersAsked) -> Answered:
    return run(reserve_balances, request, **asked.model_dump())


@flow_operation(router, release_balances)
def release_balances_endpoint(request: HttpRequest, asked: OrdersAsked) -> Answered:
    return run(release_balances, request, **asked.model_dump())


@flow_operation(router, top_up_accounts)
def top_up_accounts_endpoint(request: HttpRequest, asked: TopUpAccounts) -> Answered:
    top_ups = [TopUp(one.shop_id, one.buyer, one.amount, one.cause, one.note) for one in asked.top_ups]
    return run(top_up_accounts, request, top_ups=top_ups)
