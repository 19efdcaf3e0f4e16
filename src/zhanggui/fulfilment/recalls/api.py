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
from zhanggui.kernel.api import Answered, Asked, Flag, Ids, answer, flow_actor, flow_operation
from zhanggui.kernel.clock import now

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
    return answer(confirm_torn(waybills=asked.waybills, actor=flow_actor(request, "confirm_torn"), at=now()))


@flow_operation(router, waive_torn_labels)
def waive_torn_labels_endpoint(request: HttpRequest, asked: WaiveTornLabels) -> Answered:
    actor = flow_actor(request, "waive_torn_labels")
    return answer(waive_torn_labels(label_ids=asked.label_ids, reason=asked.reason, actor=actor, at=now()))


@flow_operation(router, cancel_waybills)
def cancel_waybills_endpoint(request: HttpRequest, asked: LabelSet) -> Answered:
    return answer(cancel_waybills(label_ids=asked.label_ids, actor=flow_actor(request, "cancel_waybills"), at=now()))


@flow_operation(router, settle_waybills)
def settle_waybills_endpoint(request: HttpRequest, asked: SettleWaybills) -> Answered:
    actor = flow_actor(request, "settle_waybills")
    return answer(settle_waybills(label_ids=asked.label_ids, note=asked.note, actor=actor, at=now()))


@flow_operation(router, open_intercepts)
def open_intercepts_endpoint(request: HttpRequest, asked: OpenIntercepts) -> Answered:
    actor = flow_actor(request, "open_intercepts")
    return answer(open_intercepts(parcel_ids=asked.parcel_ids, reason=asked.reason, actor=actor, at=now()))


@flow_operation(router, ask_intercepts)
def ask_intercepts_endpoint(request: HttpRequest, asked: InterceptSet) -> Answered:
    actor = flow_actor(request, "ask_intercepts")
    return answer(ask_intercepts(intercept_ids=asked.intercept_ids, actor=actor, at=now()))


@flow_operation(router, answer_intercepts)
def answer_intercepts_endpoint(request: HttpRequest, asked: AnswerIntercepts) -> Answered:
    actor = flow_actor(request, "answer_intercepts")
    outcome = answer_intercepts(
        intercept_ids=asked.intercept_ids, is_accepted=asked.is_accepted, words=asked.words, actor=actor, at=now()
    )
    return answer(outcome)


@flow_operation(router, close_intercepts)
def close_intercepts_endpoint(request: HttpRequest, asked: CloseIntercepts) -> Answered:
    actor = flow_actor(request, "close_intercepts")
    outcome = close_intercepts(
        intercept_ids=asked.intercept_ids, is_returned=asked.is_returned, note=asked.note, actor=actor, at=now()
    )
    return answer(outcome)
