"""Whom nothing is said: buyers who want no notices, and those whose parcel does not come any more."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from zhanggui.fulfilment.models import Intercept, Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.logistics.models import SilentBuyer


def silenced(keys: Iterable[bytes]) -> set[bytes]:
    """Those of these buyers who want no notices."""
    rows = SilentBuyer.objects.filter(buyer_key__in=list(keys))
    return {bytes(key) for key in rows.values_list("buyer_key", flat=True)}


def going_to_buyers(parcel_ids: Iterable[int]) -> set[int]:
    """Those of these parcels that have left and that nobody calls back."""
    called_back = Intercept.objects.filter(parcel=OuterRef("pk"), closed_at__isnull=True)
    rows = Parcel.objects.filter(pk__among=set(parcel_ids), state=ParcelState.SHIPPED)
    return set(rows.exclude(Exists(called_back)).values_list("pk", flat=True))
