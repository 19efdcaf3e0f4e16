"""The warehouse in the public API: from planned parcel to hand-over, and back from a stop."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from zhanggui.fulfilment.baskets.api import router as basket_router
from zhanggui.fulfilment.batches.api import router as batch_router
from zhanggui.fulfilment.costing.api import router as cost_router
from zhanggui.fulfilment.flows.build_waves import DEFAULT_SIZE, build_waves
from zhanggui.fulfilment.flows.clear_stopped_parcels import clear_stopped_parcels
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.drop_print_documents import drop_print_documents
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.sort_scan import SortAnswer, sort_scan
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.undo_scans import undo_scans
from zhanggui.fulfilment.flows.undo_sorts import undo_sorts
from zhanggui.fulfilment.flows.verify_by_hand import verify_by_hand
from zhanggui.fulfilment.flows.verify_item import verify_item
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.incidents.api import router as incident_router
from zhanggui.fulfilment.incidents.noting import note_refusal, noting
from zhanggui.fulfilment.incidents.steps import ship_selected
from zhanggui.fulfilment.manifests.api import router as manifest_router
from zhanggui.fulfilment.merging.api import router as merge_router
from zhanggui.fulfilment.outside.api import router as outside_router
from zhanggui.fulfilment.overriding.people import who_confirms
from zhanggui.fulfilment.picking.api import router as pick_router
from zhanggui.fulfilment.places.api import router as place_router
from zhanggui.fulfilment.recalls.api import router as recall_router
from zhanggui.fulfilment.rules.verifying import MOST_TIMES
from zhanggui.fulfilment.verifying.answered import ScanAnswer
from zhanggui.fulfilment.walls.api import router as wall_router
from zhanggui.fulfilment.waving.api import router as wave_router
from zhanggui.fulfilment.weighing.api import router as weigh_router
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.api import Answered, Asked, Id, Ids, answer, flow_actor, flow_operation, plain, run
from zhanggui.kernel.clock import now

router = Router(tags=["fulfilment"])
router.add_router("", place_router)
router.add_router("", merge_router)
router.add_router("", manifest_router)
router.add_router("", recall_router)
router.add_router("", wall_router)
router.add_router("", wave_router)
router.add_router("", batch_router)
router.add_router("", weigh_router)
router.add_router("", pick_router)
router.add_router("", outside_router)
router.add_router("", incident_router)
router.add_router("", basket_router)
router.add_router("", cost_router)


class PlanParcels(Asked):
    order_ids: Ids
    partly: Annotated[bool, Field(strict=True, description="Ship what is there of a short order.")] = False


class ParcelSet(Asked):
    parcel_ids: Ids


class LabelSet(Asked):
    document_ids: Ids


class BuildWaves(ParcelSet):
    wave_size: Annotated[int, Field(ge=1, le=500, strict=True)] = DEFAULT_SIZE


class PickWaves(Asked):
    wave_ids: Ids


class StopParcels(ParcelSet):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class TakeBackParcels(ParcelSet):
    note: Annotated[str, Field(min_length=1, max_length=200)]


ClientId = Annotated[UUID, Field(description="Made by the scanner, one per scan: a repeat counts nothing.")]


class VerifyScan(Asked):
    waybill: Annotated[str, Field(min_length=1, max_length=40)]
    barcode: Annotated[str, Field(min_length=1, max_length=64)]
    client_id: ClientId
    times: Annotated[int, Field(ge=1, le=MOST_TIMES, strict=True, description="A keyed count.")] = 1
    lot: Annotated[str, Field(max_length=40, description="Of goods that are kept by lots.")] = ""


class VerifyItem(Asked):
    wave_id: Id
    barcode: Annotated[str, Field(min_length=1, max_length=64)]
    client_id: ClientId


class UndoScans(Asked):
    waybill: Annotated[str, Field(min_length=1, max_length=40)]
    client_id: ClientId
    whole: Annotated[bool, Field(strict=True, description="All of the parcel, not only its last scan.")] = False


class VerifyByHand(Asked):
    waybill: Annotated[str, Field(min_length=1, max_length=40)]
    sku: Annotated[str, Field(min_length=1, max_length=64)]
    pieces: Annotated[int, Field(ge=1, le=MOST_TIMES, strict=True)]
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    client_id: ClientId
    username: Annotated[str, Field(max_length=64, description="Of the second person, who confirms.")]
    password: Annotated[str, Field(max_length=256)]


class ScanRefused(BaseModel):
    """Why the piece was not counted, and the sound the station plays."""

    code: str
    sentence: str
    data: dict[str, Any]
    sound: str


class SortScan(Asked):
    wave: Annotated[str, Field(min_length=1, max_length=24)]
    barcode: Annotated[str, Field(min_length=1, max_length=64)]
    client_id: Annotated[UUID, Field(description="Made by the scanner, one per scan: a repeat fills nothing.")]


class UndoSorts(Asked):
    wave: Annotated[str, Field(min_length=1, max_length=24)]
    client_id: Annotated[UUID, Field(description="Made by the scanner, one per undo: a repeat takes nothing back.")]


class Sorted(BaseModel):
    """Where the piece goes. A refused scan is on record too, so it is an answer and no failure."""

    result: str
    parcel_id: int | None
    cell: int | None
    sku_id: int | None
    pieces: int
    sorted_after: int
    units: int
    is_complete: bool
    goes_to_basket: bool
    refused: ScanRefused | None


class Scanned(BaseModel):
    """The parcel after the scan. A refused scan is on record too, so it is an answer and no failure."""

    waybill: str
    result: str
    parcel_id: int | None
    sku_id: int | None
    units: int
    units_verified: int
    is_complete: bool
    refused: ScanRefused | None


@flow_operation(router, plan_parcels)
def plan_parcels_endpoint(request: HttpRequest, asked: PlanParcels) -> Answered:
    return run(plan_parcels, request, **asked.model_dump())


@flow_operation(router, build_waves)
def build_waves_endpoint(request: HttpRequest, asked: BuildWaves) -> Answered:
    return run(build_waves, request, **asked.model_dump())


@flow_operation(router, print_parcels)
def print_parcels_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    return run(print_parcels, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, open_print_jobs)
def open_print_jobs_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    return run(open_print_jobs, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, confirm_prints)
def confirm_prints_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    return run(confirm_prints, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, reprint_labels)
def reprint_labels_endpoint(request: HttpRequest, asked: LabelSet) -> Answered:
    return run(reprint_labels, request, document_ids=asked.document_ids)


@flow_operation(router, drop_print_documents)
def drop_print_documents_endpoint(request: HttpRequest, asked: LabelSet) -> Answered:
    return run(drop_print_documents, request, document_ids=asked.document_ids)


@flow_operation(router, reprint_parcels)
def reprint_parcels_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    return run(reprint_parcels, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, pick_waves)
def pick_waves_endpoint(request: HttpRequest, asked: PickWaves) -> Answered:
    return run(pick_waves, request, wave_ids=asked.wave_ids)


@flow_operation(router, verify_scan, response=Scanned)
def verify_scan_endpoint(request: HttpRequest, asked: VerifyScan) -> Answered:
    actor = flow_actor(request, "verify_scan")
    scan = verify_scan(**asked.model_dump(), actor=actor, at=now())
    return _scanned(scan, asked, actor, waybill=asked.waybill)


@flow_operation(router, verify_item, response=Scanned)
def verify_item_endpoint(request: HttpRequest, asked: VerifyItem) -> Answered:
    """The piece chooses its parcel of the wave; `waybill` says which."""
    actor = flow_actor(request, "verify_item")
    scan = verify_item(**asked.model_dump(), actor=actor, at=now())
    return _scanned(scan, asked, actor, waybill=scan.waybill, wave=str(asked.wave_id))


@flow_operation(router, undo_scans, response=Scanned)
def undo_scans_endpoint(request: HttpRequest, asked: UndoScans) -> Answered:
    actor = flow_actor(request, "undo_scans")
    with noting("verify", asked.waybill, scan_id=asked.client_id, actor=actor, at=now()):
        return _plain_scan(undo_scans(**asked.model_dump(), actor=actor, at=now()))


@flow_operation(router, verify_by_hand, response=Scanned)
def verify_by_hand_endpoint(request: HttpRequest, asked: VerifyByHand) -> Answered:
    """A second person confirms with the own password; guesses are counted as at the door."""
    actor = flow_actor(request, "verify_by_hand")
    second = who_confirms({"username": asked.username, "password": asked.password}, beside=actor, at=now())
    given = asked.model_dump(exclude={"username", "password"})
    scan = verify_by_hand(**given, confirmed_by=second, actor=actor, at=now())
    return _scanned(scan, asked, actor, waybill=asked.waybill)


def _scanned(scan: ScanAnswer, asked: VerifyScan | VerifyItem | VerifyByHand, actor: Actor, **context: str) -> Answered:
    """A refused scan is an incident as at a station; one that only repeats another is none."""
    if scan.refusal and not scan.is_repeated:
        barcode = asked.sku if isinstance(asked, VerifyByHand) else asked.barcode
        code = barcode if scan.parcel_id else context["waybill"] or barcode
        note_refusal(
            scan.refusal, station="verify", code=code, scan_id=asked.client_id, context=context, actor=actor, at=now()
        )
    return _plain_scan(scan)


def _plain_scan(scan: ScanAnswer) -> Answered:
    refused = scan.refusal and {**plain(scan.refusal.as_dict()), "sound": scan.refusal.sound}
    seen = {name: getattr(scan, name) for name in Scanned.model_fields if name != "refused"}
    return {**seen, "refused": refused}


@flow_operation(router, sort_scan, response=Sorted)
def sort_scan_endpoint(request: HttpRequest, asked: SortScan) -> Answered:
    actor = flow_actor(request, "sort_scan")
    scan = sort_scan(**asked.model_dump(), actor=actor, at=now())
    if scan.refusal and not scan.is_repeated:
        note_refusal(
            scan.refusal, station="sort", code=asked.barcode, scan_id=asked.client_id, context={"wave": asked.wave},
            actor=actor, at=now(),
        )  # fmt: skip
    return _sorted(scan)


@flow_operation(router, undo_sorts, response=Sorted)
def undo_sorts_endpoint(request: HttpRequest, asked: UndoSorts) -> Answered:
    actor = flow_actor(request, "undo_sorts")
    return _sorted(undo_sorts(**asked.model_dump(), actor=actor, at=now()))


def _sorted(scan: SortAnswer) -> Answered:
    refused = scan.refusal and {**plain(scan.refusal.as_dict()), "sound": scan.refusal.sound}
    seen = {name: getattr(scan, name) for name in Sorted.model_fields if name != "refused"}
    return {**seen, "refused": refused}


@flow_operation(router, ship_parcels)
def ship_parcels_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    actor = flow_actor(request, "ship_parcels")
    return answer(ship_selected(parcel_ids=asked.parcel_ids, actor=actor, at=now()))


@flow_operation(router, take_back_parcels)
def take_back_parcels_endpoint(request: HttpRequest, asked: TakeBackParcels) -> Answered:
    return run(take_back_parcels, request, **asked.model_dump())


@flow_operation(router, stop_parcels)
def stop_parcels_endpoint(request: HttpRequest, asked: StopParcels) -> Answered:
    return run(stop_parcels, request, **asked.model_dump())


@flow_operation(router, clear_stopped_parcels)
def clear_stopped_parcels_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    return run(clear_stopped_parcels, request, parcel_ids=asked.parcel_ids)
