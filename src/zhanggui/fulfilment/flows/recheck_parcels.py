"""Open verified parcels to look what is in them.

Afterwards each is picked again and every piece must be scanned anew, its unique codes too; what the
scale said of it is over.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from zhanggui.fulfilment.models import Parcel, ParcelLine, Scan
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.crates import check_inside
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.states import OddState, ParcelState
from zhanggui.fulfilment.weighing.facts import ParcelReopened
from zhanggui.fulfilment.weighing.odd import settle_odd
from zhanggui.inventory.flows.step_codes import step_codes
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def recheck_parcels(*, parcel_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    parcels = list(
        locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(
            "pk", "number", "waybill", "state", "stop_reason", "outside", named=True
        )
    )
    asked = stops_asked(parcel_ids)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.VERIFIED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        check_inside(number=parcel.number, outside=parcel.outside)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    ids = [parcel.pk for parcel in ready]
    scanned = F("units_rechecked") + F("units_verified")
    last = Subquery(Scan.objects.filter(parcel=OuterRef("pk")).order_by("-pk").values("pk")[:1])
    move_to(
        Parcel, ids, ParcelState.PICKED, units_rechecked=scanned, last_scan_before=Coalesce(last, 0), units_verified=0,
        verified_at=None, verified_by="",
    )  # fmt: skip
    lines = ParcelLine.objects.filter(parcel_id__among=ids)
    lines.update(verified=0)
    step_codes(cause_ids=list(lines.values_list("pk", flat=True)), state=CodeState.IN_STOCK, actor=actor, at=at)
    settle_odd(ids, actor=actor, at=at, state=OddState.REOPENED)

    announce([ParcelReopened(pk, note.strip()) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
