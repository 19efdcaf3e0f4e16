"""What is due now."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from zhanggui.fulfilment.models import AccountCarrier, Parcel
from zhanggui.fulfilment.states import Numbering, ParcelState
from zhanggui.kernel.doors.carriers import issuing
from zhanggui.logistics.claiming import may_be_asked
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.states import OPEN, UNUSED, RequestState

AT_ONCE = 1000


def due_requests(*, at: datetime) -> list[int]:
    """Requests whose time to be asked has come, and those whose answer was lost with a worker."""
    rows = WaybillRequest.objects.filter(may_be_asked(at), state__in=[RequestState.WAITING, RequestState.ASKED])
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True))


def due_cancellations(*, at: datetime) -> list[int]:
    """Unused numbers whose next try has come."""
    rows = WaybillRequest.objects.filter(state__in=UNUSED, due_at__lte=at)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True))


def numbers_to_cancel(request_ids: list[int]) -> list[int]:
    """Those of these requests whose number nobody was asked to take back yet."""
    rows = WaybillRequest.objects.filter(pk__among=set(request_ids), state=RequestState.TO_CANCEL)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def parcels_of_waves(wave_ids: list[int]) -> list[int]:
    """The parcels of these waves that await a number of an account."""
    rows = Parcel.objects.filter(wave_id__among=set(wave_ids), state=ParcelState.WAVED, numbering=Numbering.AWAITED)
    return list(rows.order_by("wave_id", "cell").values_list("pk", flat=True))


def unrequested_parcels(parcel_ids: list[int] | None = None) -> list[int]:
    """Parcels that await a number nobody was asked for: of these, or of all."""
    asked = WaybillRequest.objects.filter(parcel_id=OuterRef("pk"), state__in=OPEN, wave_id=OuterRef("wave_id"))
    rows = Parcel.objects.filter(~Exists(asked), state=ParcelState.WAVED, numbering=Numbering.AWAITED)
    if parcel_ids is not None:
        rows = rows.filter(pk__among=set(parcel_ids))
    return list(rows.order_by("ship_by", "pk").values_list("pk", flat=True))


def unserved_parcels(pairs: Collection[tuple[int, str]]) -> list[tuple[int, int]]:
    """Parcels of these (warehouse, carrier) in a wave that nobody could be asked for, each with its wave."""
    asked = WaybillRequest.objects.filter(parcel_id=OuterRef("pk"), state__in=OPEN)
    rows = Parcel.objects.filter(~Exists(asked), state=ParcelState.WAVED, numbering=Numbering.REFUSED)
    rows = rows.filter(warehouse_id__in={warehouse_id for warehouse_id, _ in pairs})
    found = rows.order_by("pk").values_list("pk", "wave_id", "warehouse_id", "carrier")
    return [(pk, wave_id) for pk, wave_id, *pair in found if tuple(pair) in pairs]


def parcels_without_source() -> Q:
    """Planned parcels at whose warehouse nobody gives numbers of their carrier."""
    served = AccountCarrier.objects.filter(warehouse_id=OuterRef("warehouse_id"), carrier=OuterRef("carrier"))
    return Q(~Exists(served), ~Q(carrier__in=issuing()), state=ParcelState.PLANNED)


def accounts_to_check() -> list[int]:
    return list(WaybillAccount.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))


FORGOTTEN_AFTER = timedelta(days=3)


def parcels_without_use(*, at: datetime) -> list[int]:
    """Parcels that let go of a number that was given in the last days."""
    gone = ~Q(parcel__waybill=F("number")) | Q(parcel__state=ParcelState.VOID, parcel__void_label__isnull=True)
    rows = WaybillRequest.objects.filter(gone, state=RequestState.GIVEN, answered_at__gte=at - FORGOTTEN_AFTER)
    return list(rows.order_by("pk").values_list("parcel_id", flat=True))
