"""What the lists of crates show beside their own columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.links import sheet_link


def parcel_links(ids: Sequence[Any], actor: Actor) -> dict[Any, Mapping[str, Any]]:
    """The parcel of each crate, and where it stands."""
    rows = Parcel.objects.filter(pk__in=ids).values_list("pk", "number", "state")
    return {
        pk: {"parcel": sheet_link("parcels", pk, number, actor), "stands": str(ParcelState(state).label)}
        for pk, number, state in rows
    }
