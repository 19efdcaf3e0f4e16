"""Where the lists of parcels on their way lead, and what was told of each last."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.models import Anomaly, Track
from zhanggui.logistics.tracking.queries import last_words
from zhanggui.ui.links import sheet_link

Values = Mapping[Any, Mapping[str, Any]]


def track_links(ids: Sequence[Any], actor: Actor) -> Values:
    """Parcel, orders and last words of each. Three statements."""
    rows = Track.objects.filter(pk__among=set(ids)).values_list("pk", "pk", "parcel_id", "parcel__number")
    return _links(list(rows), actor)


def anomaly_links(ids: Sequence[Any], actor: Actor) -> Values:
    rows = Anomaly.objects.filter(pk__among=set(ids))
    return _links(list(rows.values_list("pk", "track_id", "track__parcel_id", "track__parcel__number")), actor)


def _links(rows: Sequence[tuple[int, int, int, str]], actor: Actor) -> Values:
    words = last_words([track_id for _, track_id, *_ in rows])
    lines = ParcelLine.objects.filter(parcel_id__among={parcel_id for *_, parcel_id, _ in rows}).order_by("pk")
    orders: dict[int, dict[int, str]] = {}
    for parcel_id, order_id, number in lines.values_list(
        "parcel_id", "order_line__order_id", "order_line__order__number"
    ):
        orders.setdefault(parcel_id, {})[order_id] = number
    return {
        pk: {
            "last": words.get(track_id, ""),
            "parcel": sheet_link("parcels", parcel_id, number, actor),
            "order": [
                link
                for order_id, order_number in orders.get(parcel_id, {}).items()
                for link in sheet_link("orders", order_id, order_number, actor)
            ],
        }
        for pk, track_id, parcel_id, number in rows
    }
