"""The hand-over to carriers, and of shifts, in the public API."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.close_manifests import close_manifests
from zhanggui.fulfilment.flows.explain_differences import Explained, explain_differences
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.hand_over_waybills import hand_over_waybills
from zhanggui.fulfilment.flows.open_manifests import Opening, open_manifests
from zhanggui.fulfilment.flows.print_manifests import print_manifests
from zhanggui.fulfilment.flows.record_collections import Collection, record_collections
from zhanggui.fulfilment.flows.reopen_manifests import reopen_manifests
from zhanggui.fulfilment.flows.send_off_manifests import send_off_manifests
from zhanggui.fulfilment.flows.set_collected_counts import Counted, set_collected_counts
from zhanggui.fulfilment.flows.sign_shift_sheets import sign_shift_sheets
from zhanggui.fulfilment.flows.unlist_parcels import unlist_parcels
from zhanggui.fulfilment.flows.write_shift_sheets import write_shift_sheets
from zhanggui.fulfilment.incidents.steps import close_selected, hand_over_listed, hand_over_selected
from zhanggui.kernel.api import Answered, Asked, Id, Ids, answer, flow_actor, flow_operation, run
from zhanggui.kernel.clock import now

router = Router(tags=["fulfilment"])

Reason = Annotated[str, Field(min_length=1, max_length=200)]


class HandedOver(Asked):
    parcel_ids: Ids


class HandedOverWaybills(Asked):
    waybills: Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(min_length=1, max_length=1000)]


class OpeningIn(Asked):
    warehouse_id: Id
    carrier: Annotated[str, Field(min_length=1, max_length=32)]
    pickup: Annotated[str, Field(max_length=40)] = ""


class OpenManifests(Asked):
    openings: Annotated[list[OpeningIn], Field(min_length=1, max_length=1000)]


class ManifestSet(Asked):
    manifest_ids: Ids


class SendOff(ManifestSet):
    driver: Annotated[str, Field(max_length=40)] = ""
    plate: Annotated[str, Field(max_length=20)] = ""


class ReopenManifests(ManifestSet):
    reason: Reason


class UnlistParcels(HandedOver):
    reason: Reason


class ExplainedIn(Asked):
    manifest_id: Id
    parcel_id: Id
    reason: Reason


class ExplainDifferences(Asked):
    answers: Annotated[list[ExplainedIn], Field(min_length=1, max_length=1000)]


class CollectionIn(Asked):
    waybill: Annotated[str, Field(min_length=1, max_length=40)]
    collected_at: datetime
    carrier: Annotated[str, Field(max_length=32, description="Only where the parcel may be none of ours.")] = ""
    warehouse_id: Id | None = None


class RecordCollections(Asked):
    collections: Annotated[list[CollectionIn], Field(min_length=1, max_length=1000)]


class CountedIn(Asked):
    day: date
    warehouse_id: Id
    carrier: Annotated[str, Field(min_length=1, max_length=32)]
    parcels: Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
    note: Annotated[str, Field(max_length=200)] = ""


class SetCollectedCounts(Asked):
    counts: Annotated[list[CountedIn], Field(min_length=1, max_length=1000)]


class WriteShiftSheets(Asked):
    warehouse_ids: Ids
    note: Annotated[str, Field(max_length=500)] = ""


class SignShiftSheets(Asked):
    sheet_ids: Ids
    note: Annotated[str, Field(max_length=500)] = ""


@flow_operation(router, hand_over_parcels)
def hand_over_parcels_endpoint(request: HttpRequest, asked: HandedOver) -> Answered:
    return answer(
        hand_over_selected(parcel_ids=asked.parcel_ids, actor=flow_actor(request, "hand_over_parcels"), at=now())
    )


@flow_operation(router, hand_over_waybills)
def hand_over_waybills_endpoint(request: HttpRequest, asked: HandedOverWaybills) -> Answered:
    actor = flow_actor(request, "hand_over_waybills")
    return answer(hand_over_listed(waybills=asked.waybills, actor=actor, at=now()))


@flow_operation(router, open_manifests)
def open_manifests_endpoint(request: HttpRequest, asked: OpenManifests) -> Answered:
    return run(open_manifests, request, openings=[Opening(**one.model_dump()) for one in asked.openings])


@flow_operation(router, close_manifests)
def close_manifests_endpoint(request: HttpRequest, asked: ManifestSet) -> Answered:
    return answer(
        close_selected(manifest_ids=asked.manifest_ids, actor=flow_actor(request, "close_manifests"), at=now())
    )


@flow_operation(router, explain_differences)
def explain_differences_endpoint(request: HttpRequest, asked: ExplainDifferences) -> Answered:
    return run(explain_differences, request, answers=[Explained(**one.model_dump()) for one in asked.answers])


@flow_operation(router, unlist_parcels)
def unlist_parcels_endpoint(request: HttpRequest, asked: UnlistParcels) -> Answered:
    return run(unlist_parcels, request, **asked.model_dump())


@flow_operation(router, reopen_manifests)
def reopen_manifests_endpoint(request: HttpRequest, asked: ReopenManifests) -> Answered:
    return run(reopen_manifests, request, **asked.model_dump())


@flow_operation(router, print_manifests)
def print_manifests_endpoint(request: HttpRequest, asked: ManifestSet) -> Answered:
    return run(print_manifests, request, manifest_ids=asked.manifest_ids)


@flow_operation(router, send_off_manifests)
def send_off_manifests_endpoint(request: HttpRequest, asked: SendOff) -> Answered:
    return run(send_off_manifests, request, **asked.model_dump())


@flow_operation(router, record_collections)
def record_collections_endpoint(request: HttpRequest, asked: RecordCollections) -> Answered:
    return run(record_collections, request, collections=[Collection(**one.model_dump()) for one in asked.collections])


@flow_operation(router, set_collected_counts)
def set_collected_counts_endpoint(request: HttpRequest, asked: SetCollectedCounts) -> Answered:
    return run(set_collected_counts, request, counts=[Counted(**one.model_dump()) for one in asked.counts])


@flow_operation(router, write_shift_sheets)
def write_shift_sheets_endpoint(request: HttpRequest, asked: WriteShiftSheets) -> Answered:
    return run(write_shift_sheets, request, **asked.model_dump())


@flow_operation(router, sign_shift_sheets)
def sign_shift_sheets_endpoint(request: HttpRequest, asked: SignShiftSheets) -> Answered:
    return run(sign_shift_sheets, request, **asked.model_dump())
