"""Write the list with which a driver takes parcels to a freight station.

Afterwards each weighed parcel of a freight carrier is on one list, one for each warehouse and carrier, with the driver
and the car; the driver's phone is kept sealed. They leave when the driver has signed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import FreightLine, FreightRun, FreightStation, Parcel
from zhanggui.fulfilment.outside.facts import FreightListed
from zhanggui.fulfilment.queries import carrier_label, marks_of, stops_asked
from zhanggui.fulfilment.rules.freight_lists import DriverMissing, FreightListedAlready, NotFreight, ready_moment
from zhanggui.fulfilment.rules.parcels import OrderHeld, check_step
from zhanggui.fulfilment.states import FreightState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.masking import mask_phone
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.seal import seal_short

_PARCEL = ("pk", "number", "waybill", "state", "stop_reason", "warehouse_id", "carrier")
_RUN = (
    "number", "warehouse_id", "carrier", "state", "driver", "plate", "phone_masked", "phone_sealed", "listed_at",
    "listed_by", "ready_by", "signed_by",
)  # fmt: skip
_LINE = ("run_id", "parcel_id", "is_off", "off_reason", "receipt", "receipt_by")


@transaction.atomic
def list_freight(
    *, parcel_ids: Sequence[int], driver: str, plate: str, phone: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    if not driver.strip() or not plate.strip():
        raise DriverMissing
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True))
    asked, held = stops_asked(parcel_ids), marks_of(parcel_ids).held
    stations = {
        (house, carrier): ready_by
        for house, carrier, ready_by in FreightStation.objects.filter(is_on=True).values_list(
            "warehouse_id", "carrier", "ready_by"
        )
    }
    listed = dict(
        FreightLine.objects.filter(parcel_id__among=set(parcel_ids), is_off=False).values_list(
            "parcel_id", "run__number"
        )
    )

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.WEIGHED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        if parcel.pk in held:
            raise OrderHeld(number=held[parcel.pk])
        if (parcel.warehouse_id, parcel.carrier) not in stations:
            raise NotFreight(number=parcel.number, carrier=carrier_label(parcel.carrier))
        if parcel.pk in listed:
            raise FreightListedAlready(number=parcel.number, run=listed[parcel.pk])

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    keys = sorted({(parcel.warehouse_id, parcel.carrier) for parcel in ready})
    numbers = dict(zip(keys, draw_numbers("freight_run", "F", len(keys), at=at), strict=True))
    sealed = seal_short(phone.strip().encode()) if phone.strip() else b""
    runs = dict(
        insert_rows(
            FreightRun,
            _RUN,
            [
                (
                    numbers[key], *key, FreightState.LISTED.value, driver.strip(), plate.strip().upper(),
                    mask_phone(phone.strip()), sealed, at, actor.name,
                    ready_moment(stations[key], at=at, zone=company_zone()), "",
                )
                for key in keys
            ],
            returning=("number", "id"),
        )
    )  # fmt: skip
    run_of = {key: runs[number] for key, number in numbers.items()}
    insert_rows(
        FreightLine,
        _LINE,
        [(run_of[one.warehouse_id, one.carrier], one.pk, False, "", "", "") for one in ready],
    )

    announce(
        [
            FreightListed(one.pk, numbers[one.warehouse_id, one.carrier], driver.strip(), plate.strip().upper())
            for one in ready
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)
