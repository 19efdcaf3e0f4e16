"""Price the way of parcels that left, by the price lists of today.

Afterwards each of these parcels that has left stands among the sendings, with the freight its carrier asks or none
where no price list knows the way; a price that stands already stays. One that was taken back stands there no more.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.costing.freight import freight_of
from zhanggui.fulfilment.models import Parcel, Sending
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found

_SENDING = ("parcel_id", "left_at", "shop_id", "warehouse_id", "freight")


@transaction.atomic
def price_sendings(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    columns = ("pk", "state", "shipped_at", "shop_id", "warehouse_id")
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*columns, named=True))

    left = [parcel for parcel in parcels if parcel.state == ParcelState.SHIPPED]
    fees = freight_of(parcel.pk for parcel in left)

    Sending.objects.filter(parcel_id__among={parcel.pk for parcel in parcels} - {parcel.pk for parcel in left}).delete()
    insert_rows(
        Sending,
        _SENDING,
        [(one.pk, one.shipped_at, one.shop_id, one.warehouse_id, fees.get(one.pk)) for one in left],
        on_conflict='("parcel_id") DO NOTHING',
    )
    there = [parcel.pk for parcel in parcels]
    return Outcome(done=there, refused=not_found("parcel", parcel_ids, there))
