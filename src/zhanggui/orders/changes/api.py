"""Other receivers for orders, and buyers' requests for changes, in the public API."""

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, Ids, answer, flow_actor, flow_operation
from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.changes.addressing import Agreement
from zhanggui.orders.flows.agree_changes import agree_changes
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.refuse_changes import refuse_changes
from zhanggui.orders.flows.undo_address_changes import undo_address_changes
from zhanggui.orders.rules.receiving import AddressEdit

router = Router(tags=["orders"])

Word = Annotated[str, Field(max_length=60)]
Version = Annotated[int, Field(ge=1, le=2_000_000_000, strict=True, description="The version of the order you saw.")]
Note = Annotated[str, Field(min_length=1, max_length=300)]


class ReceiverIn(Asked):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    mobile: Annotated[str, Field(max_length=40)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    state: Annotated[str, Field(min_length=1, max_length=60, description="Province.")]
    city: Word
    district: Word = ""
    town: Word = ""
    address: Annotated[str, Field(min_length=1, max_length=300)]
    postcode: Annotated[str, Field(max_length=12)] = ""


class EditIn(Asked):
    order_id: Id
    version: Version
    receiver: ReceiverIn


class ChangeAddresses(Asked):
    edits: Annotated[list[EditIn], Field(min_length=1, max_length=1000)]


class UndoAddressChanges(Asked):
    order_ids: Ids


class AgreementIn(Asked):
    request_id: Id
    version: Version
    receiver: ReceiverIn


class AgreeChanges(Asked):
    agreements: Annotated[list[AgreementIn], Field(min_length=1, max_length=1000)]
    note: Annotated[str, Field(max_length=300)] = ""


class RefuseChanges(Asked):
    request_ids: Ids
    note: Note


def agreements_of(asked: Sequence[AgreementIn]) -> list[Agreement]:
    return [Agreement(one.request_id, one.version, Receiver(**one.receiver.model_dump())) for one in asked]


@flow_operation(router, change_addresses)
def change_addresses_endpoint(request: HttpRequest, asked: ChangeAddresses) -> Answered:
    edits = [AddressEdit(one.order_id, one.version, Receiver(**one.receiver.model_dump())) for one in asked.edits]
    return answer(change_addresses(edits=edits, actor=flow_actor(request, "change_addresses"), at=now()))


@flow_operation(router, undo_address_changes)
def undo_address_changes_endpoint(request: HttpRequest, asked: UndoAddressChanges) -> Answered:
    actor = flow_actor(request, "undo_address_changes")
    return answer(undo_address_changes(order_ids=asked.order_ids, actor=actor, at=now()))


@flow_operation(router, agree_changes)
def agree_changes_endpoint(request: HttpRequest, asked: AgreeChanges) -> Answered:
    actor = flow_actor(request, "agree_changes")
    return answer(agree_changes(agreements=agreements_of(asked.agreements), note=asked.note, actor=actor, at=now()))


@flow_operation(router, refuse_changes)
def refuse_changes_endpoint(request: HttpRequest, asked: RefuseChanges) -> Answered:
    actor = flow_actor(request, "refuse_changes")
    return answer(refuse_changes(request_ids=asked.request_ids, note=asked.note, actor=actor, at=now()))
