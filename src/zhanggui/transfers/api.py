"""Transfers in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, Ids, Quantity, flow_operation, run
from zhanggui.transfers.flows.approve_transfers import approve_transfers
from zhanggui.transfers.flows.cancel_transfers import cancel_transfers
from zhanggui.transfers.flows.decide_cases import decide_cases
from zhanggui.transfers.flows.receive_transfers import receive_transfers
from zhanggui.transfers.flows.request_transfers import Asked as AskedGoods
from zhanggui.transfers.flows.request_transfers import TransferDraft, request_transfers
from zhanggui.transfers.flows.send_transfers import send_transfers
from zhanggui.transfers.states import Decision

router = Router(tags=["transfers"])

Words = Annotated[str, Field(max_length=200)]
Pieces = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]


class GoodsIn(Asked):
    location_id: Id
    sku_id: Id
    pieces: Quantity
    lot: Annotated[str, Field(max_length=40)] = ""


class TransferIn(Asked):
    key: Annotated[Id, Field(description="Your own number of this transfer in this request.")]
    origin_id: Id
    target_id: Id
    lines: Annotated[list[GoodsIn], Field(min_length=1, max_length=500)]
    reason: Words = ""

    def draft(self) -> TransferDraft:
        lines = tuple(AskedGoods(**one.model_dump()) for one in self.lines)
        return TransferDraft(self.key, self.origin_id, self.target_id, lines, self.reason)


class RequestTransfers(Asked):
    transfers: Annotated[list[TransferIn], Field(min_length=1, max_length=200)]


@flow_operation(router, request_transfers)
def request_transfers_endpoint(request: HttpRequest, asked: RequestTransfers) -> Answered:
    return run(request_transfers, request, transfers=[one.draft() for one in asked.transfers])


class TransferIds(Asked):
    transfer_ids: Ids


@flow_operation(router, approve_transfers)
def approve_transfers_endpoint(request: HttpRequest, asked: TransferIds) -> Answered:
    return run(approve_transfers, request, **asked.model_dump())


class CancelTransfers(TransferIds):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@flow_operation(router, cancel_transfers)
def cancel_transfers_endpoint(request: HttpRequest, asked: CancelTransfers) -> Answered:
    return run(cancel_transfers, request, **asked.model_dump())


class LinePieces(Asked):
    line_id: Id
    pieces: Pieces


class MovedTransfers(TransferIds):
    """Lines that are not named go whole."""

    lines: Annotated[list[LinePieces], Field(max_length=1000)] = []

    def given(self) -> dict[str, object]:
        return {"transfer_ids": self.transfer_ids, "pieces": {one.line_id: one.pieces for one in self.lines}}


@flow_operation(router, send_transfers)
def send_transfers_endpoint(request: HttpRequest, asked: MovedTransfers) -> Answered:
    return run(send_transfers, request, **asked.given())


@flow_operation(router, receive_transfers)
def receive_transfers_endpoint(request: HttpRequest, asked: MovedTransfers) -> Answered:
    return run(receive_transfers, request, **asked.given())


class DecideCases(Asked):
    case_ids: Ids
    decision: Decision
    words: Words = ""


@flow_operation(router, decide_cases)
def decide_cases_endpoint(request: HttpRequest, asked: DecideCases) -> Answered:
    return run(decide_cases, request, case_ids=asked.case_ids, decision=asked.decision.value, words=asked.words)
