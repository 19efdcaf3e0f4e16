"""Void labels and intercepts in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.answer_intercepts import answer_intercepts
from zhanggui.fulfilment.flows.ask_intercepts import ask_intercepts
from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.close_intercepts import close_intercepts
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.flows.settle_waybills import settle_waybills
from zhanggui.fulfilment.flows.waive_torn_labels import waive_torn_labels
from zhanggui.kernel.api import Answered, Asked, Flag, Ids, flow_operation, run

router = Router(tags=["fulfilment"])

Waybill = Annotated[str, Field(min_length=1, max_length=40)]
Why = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(max_length=200)]


class ConfirmTorn(Asked):
    waybills: Annotated[list[Waybill], Field(min_length=1, max_length=1000)]


class LabelSet(Asked):
    label_ids: Ids


class WaiveTornLabels(LabelSet):
    reason: Why


class SettleWaybills(LabelSet):
    note: Why


class OpenIntercepts(Asked):
    parcel_ids: Ids
    reason: Why


class InterceptSet(Asked):
    intercept_ids: Ids


class AnswerIntercepts(InterceptSet):
    is_accepted: Flag
    words: Words = ""


class CloseIntercepts(InterceptSet):
    is_returned: Annotated[Flag, Field(description="False: the buyer has it all the same.")]
    note: Words = ""


@flow_operation(router, confirm_torn)
def confirm_torn_endpoint(request: HttpRequest, asked: ConfirmTorn) -> Answered:
    return run(confirm_torn, request, waybills=asked.waybills)


@flow_operation(router, waive_torn_labels)
def waive_torn_labels_endpoint(request: HttpRequest, asked: WaiveTornLabels) -> Answered:
    return run(waive_torn_labels, request, label_ids=asked.label_ids, reason=asked.reason)


@flow_operation(router, cancel_waybills)
def cancel_waybills_endpoint(request: HttpRequest, asked: LabelSet) -> Answered:
    return run(cancel_waybills, request, label_ids=asked.label_ids)


@flow_operation(router, settle_waybills)
def settle_waybills_endpoint(request: HttpRequest, asked: SettleWaybills) -> Answered:
    return run(settle_waybills, request, label_ids=asked.label_ids, note=asked.note)


@flow_operation(router, open_intercepts)
def open_intercepts_endpoint(request: HttpRequest, asked: OpenIntercepts) -> Answered:
    return run(open_intercepts, request, parcel_ids=asked.parcel_ids, reason=asked.reason)


@flow_operation(router, ask_intercepts)
def ask_intercepts_endpoint(request: HttpRequest, asked: InterceptSet) -> Answered:
    return run(ask_intercepts, request, intercept_ids=asked.intercept_ids)


@flow_operation(router, answer_intercepts)
def answer_intercepts_endpoint(request: HttpRequest, asked: AnswerIntercepts) -> Answered:
    return run(
        answer_intercepts, request, intercept_ids=asked.intercept_ids, is_accepted=asked.is_accepted, words=asked.words
    )


@flow_operation(router, close_intercepts)
def close_intercepts_endpoint(request: HttpRequest, asked: CloseIntercepts) -> Answered:
    return run(
        close_intercepts, request, intercept_ids=asked.intercept_ids, is_returned=asked.is_returned, note=asked.note
    )
