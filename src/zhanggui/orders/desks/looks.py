"""Who saw the whole words of receivers: for leads, and for whoever must account for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Order, ReceiverLook
from zhanggui.orders.states import LookPurpose, LookWay
from zhanggui.ui.desk import Column, DateFilter, Desk, Tab
from zhanggui.ui.links import sheet_link

_LOOKED_AT = Func(
    F("pk"), OuterRef("order_ids"), arg_joiner=" = ANY(", template="%(expressions)s)", output_field=BooleanField()
)
"""Of orders beside a look: this one is among those it named. Read through the key of the order."""


class ReceiverLookDesk(Desk):
    name = "receiver-looks"
    title = _("Personal data log")
    grant = "see_looks"
    model = ReceiverLook
    icon = "eye-check"
    document = "actor"
    has_sheet = False
    sort = "-at"
    tabs = [
        Tab("all", _("All")),
        *(Tab(way.value, way.label, Q(way=way.value)) for way in LookWay),
    ]
    columns = [
        Column("at", _("When"), "moment", width=140),
        Column("actor", _("Who"), "person", width=140, sortable=False),
        Column("way", _("Way"), "state", states=LookWay, tones={"exported": "warn"}, width=90, sortable=False),
        Column("purpose", _("Purpose"), "state", states=LookPurpose, width=200, sortable=False),
        Column("order_count", _("Orders"), "quantity", width=80, sortable=False),
        Column("orders", _("Which"), "links", by_page=True, width=420),
        Column("source", _("Door"), width=80, sortable=False, shown=False),
    ]
    filters = [DateFilter("at", _("Seen on"))]

    def visible(self, actor: Actor) -> QuerySet[ReceiverLook]:
        """A look at orders of several shops is seen by whoever sees one of them."""
        if actor.shop_ids is None:
            return ReceiverLook.objects.all()
        return ReceiverLook.objects.filter(Exists(Order.objects.visible_to(actor).filter(_LOOKED_AT)))

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The first five orders of each look; the count says how many there were. Two statements."""
        looks = dict(ReceiverLook.objects.filter(pk__among=set(ids)).values_list("pk", "order_ids__0_5"))
        wanted = {pk for order_ids in looks.values() for pk in order_ids}
        numbers = dict(Order.objects.visible_to(actor).filter(pk__among=set(wanted)).values_list("pk", "number"))
        return {
            pk: {
                "orders": [
                    link
                    for order_id in order_ids
                    if order_id in numbers
                    for link in sheet_link("orders", order_id, numbers[order_id], actor)
                ]
            }
            for pk, order_ids in looks.items()
        }
