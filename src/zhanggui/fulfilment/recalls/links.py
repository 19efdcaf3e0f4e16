"""Where the lists of recalls lead: to the parcel, and to the orders in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max

from zhanggui.fulfilment.models import Intercept, ParcelLine, VoidLabel
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.orders.facts import OrderRecallAsked, OrderStopAsked
from zhanggui.orders.models import Order
from zhanggui.ui.links import sheet_link

_ASKING = (OrderStopAsked, OrderRecallAsked)


def intercept_links(ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
    """The parcel of each case, and the orders that travel in it."""
    rows = Intercept.objects.filter(pk__among=set(ids)).values_list(
        "pk", "parcel_id", "parcel__number", "parcel__order_id"
    )
    cases = [(pk, (parcel_id, number), order_id) for pk, parcel_id, number, order_id in rows]
    lines = ParcelLine.objects.filter(parcel_id__among={parcel_id for _pk, (parcel_id, _number), _order_id in cases})
    inside: dict[int, set[int]] = {}
    for parcel_id, order_id in lines.values_list("parcel_id", "order_line__order_id"):
        inside.setdefault(parcel_id, set()).add(order_id)
    return _links([(pk, parcel, {order_id} | inside.get(parcel[0], set())) for pk, parcel, order_id in cases], actor)


def label_links(ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
    """The parcel of each void label, and the orders that were on its paper."""
    rows = VoidLabel.objects.filter(pk__among=set(ids)).values_list(
        "pk", "parcel_id", "parcel__number", "parcel__order_id", "order_ids"
    )
    return _links([(pk, (parcel, number), {own, *others}) for pk, parcel, number, own, others in rows], actor)


def _links(rows: Sequence[tuple[Any, tuple[int, str], set[int]]], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
    """The order that asked last to be stopped or called back stands first."""
    numbers = dict(
        Order.objects.filter(pk__among=set().union(*(order_ids for *_, order_ids in rows))).values_list("pk", "number")
    )
    asked = _asked_at({pk for *_, order_ids in rows if len(order_ids) > 1 for pk in order_ids})
    return {
        pk: {
            "parcel": sheet_link("parcels", *parcel, actor),
            "order": [
                link
                for order_id in sorted(order_ids, key=lambda one: (-asked.get(one, 0), one))
                for link in sheet_link("orders", order_id, numbers[order_id], actor)
            ],
        }
        for pk, parcel, order_ids in rows
    }


def _asked_at(order_ids: Iterable[int]) -> dict[int, int]:
    """Which fact was the last that asked for each of these orders; later ones are greater."""
    told = Fact.objects.filter(
        subject=OrderRecallAsked.SUBJECT, subject_id__among=set(order_ids), name__in=[fact.NAME for fact in _ASKING]
    )
    return dict(told.values("subject_id").annotate(last=Max("id")).values_list("subject_id", "last"))
