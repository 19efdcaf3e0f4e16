"""Follow parcels that have left: each has a record of its way, and the source that tells about its carrier.

Afterwards their sources are asked, or told to push, by the next round. A parcel that is followed already stays as it
is, but for a source it did not have and a hand-over that was done anew. One that left again under another number is
followed from its start: what was told of the earlier number stays with that number.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.logistics.models import Track
from zhanggui.logistics.tracking.renewing import end_earlier_ways
from zhanggui.logistics.tracking.rules import ParcelHasNotLeft
from zhanggui.logistics.tracking.sources import account_for, open_accounts
from zhanggui.logistics.tracking.states import Stage

_PARCEL = (
    "pk", "shop_id", "warehouse_id", "number", "waybill", "state", "carrier", "shipped_at", "collect_by",
    "order__receiver_state",
)  # fmt: skip
_TRACK = (
    "parcel_id", "shop_id", "warehouse_id", "account_id", "carrier", "waybill", "region", "stage", "stage_at",
    "handed_at", "collect_by", "trouble", "signed_by", "scans", "contradictions", "next_at", "tries", "refusal",
    "look_at",
)  # fmt: skip
_AGAIN = (
    '("parcel_id") DO UPDATE SET account_id = coalesce(logistics_track.account_id, EXCLUDED.account_id), '
    "next_at = coalesce(logistics_track.next_at, EXCLUDED.next_at), waybill = EXCLUDED.waybill, "
    "carrier = EXCLUDED.carrier, handed_at = EXCLUDED.handed_at, collect_by = EXCLUDED.collect_by, "
    "look_at = EXCLUDED.look_at, stage_at = CASE WHEN logistics_track.stage = 'withdrawn' THEN EXCLUDED.stage_at "
    "ELSE logistics_track.stage_at END, stage = CASE WHEN logistics_track.stage = 'withdrawn' THEN EXCLUDED.stage "
    "ELSE logistics_track.stage END"
)


@transaction.atomic
def follow_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = Parcel.objects.visible_to(actor).filter(pk__among=set(parcel_ids)).order_by("pk")
    parcels: list[Any] = list(rows.values_list(*_PARCEL, named=True))
    accounts = open_accounts()

    ready, refused = divide(parcels, check=_check_left, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))

    sources = {carrier: account_for(carrier, accounts) for carrier in {parcel.carrier for parcel in ready}}
    tracks = []
    for parcel in ready:
        source = sources[parcel.carrier]
        tracks.append(
            (
                parcel.pk, parcel.shop_id, parcel.warehouse_id, source.pk if source else None, parcel.carrier,
                parcel.waybill, parcel.order__receiver_state, Stage.HANDED_OVER.value, parcel.shipped_at,
                parcel.shipped_at, parcel.collect_by, "", "", 0, 0, at if source else None, 0, "", at,
            )
        )  # fmt: skip
    end_earlier_ways({parcel.pk: parcel.waybill for parcel in ready}, actor=actor, at=at)
    insert_rows(Track, _TRACK, tracks, on_conflict=_AGAIN)
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)


def _check_left(parcel: Any) -> None:
    if parcel.state != ParcelState.SHIPPED:
        raise ParcelHasNotLeft(number=parcel.number, state=ParcelState(parcel.state).label)
