"""Where the lists of recalls lead: to the parcel and to its order."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.fulfilment.models import Intercept, VoidLabel
from zhanggui.kernel.actor import Actor
from zhanggui.ui.links import sheet_link


def parcel_links(
    model: type[VoidLabel] | type[Intercept], ids: Sequence[Any], actor: Actor
) -> Mapping[Any, Mapping[str, Any]]:
    """The parcel and the order of each row, in one statement."""
    rows = model._default_manager.filter(pk__among=set(ids)).values_list(
        "pk", "parcel_id", "parcel__number", "parcel__order_id", "parcel__order__number"
    )
    return {
        pk: {
            "parcel": sheet_link("parcels", parcel_id, parcel, actor),
            "order": sheet_link("orders", order_id, order, actor),
        }
        for pk, parcel_id, parcel, order_id, order in rows
    }
