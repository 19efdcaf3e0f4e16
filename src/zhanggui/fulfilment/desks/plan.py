"""Orders that wait for a parcel."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import collect_left, time_left
from zhanggui.fulfilment.desks.choices import shops_of
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Order
from zhanggui.orders.states import HoldReason, OrderState
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab, TextFilter


class PlanDesk(Desk):
    """Reviewed orders that have no parcel yet. The planner takes them by itself; here is what it could not take."""

    name = "to_plan"
    title = _("To plan")
    grant = "plan_parcels"
    model = Order
    icon = "package-import"
    has_sheet = False
    tabs = [
        Tab("waiting", _("Waiting for a parcel"), Q(open_holds=0), tone="info"),
        Tab("shortage", _("Out of stock"), Q(open_holds__gt=0, holds__reason=HoldReason.SHORTAGE), tone="warn"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Order no."), width=190, frozen=True),
        Column("shop", _("Shop"), field="shop__name"),
        Column("ship_by", _("Ship by"), kind="moment"),
        Column("left", _("Time left"), kind="chips", value=time_left, needs=("ship_by",), width=110),
        Column("collect_left", _("Until scanned"), kind="chips", value=collect_left, needs=("collect_by",), width=110),
        Column("goods", _("Goods"), width=260),
        Column("units", _("Pieces"), kind="quantity", width=80),
        Column("seller_memo", _("Remark"), width=240),
        Column("paid_at", _("Paid at"), kind="moment", sortable=False),
    ]
    filters = [
        TextFilter("number", _("Order no."), prefix=True),
        ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of),
        DateFilter("ship_by", _("Ship by")),
    ]
    search = ("number", "number__startswith")
    search_hint = _("Order no.")
    sort = "ship_by"
    actions = [
        Action("plan_parcels", _("Plan parcels"), plan_parcels, "order_ids", key="p", icon="package", look="primary"),
        Action(
            "plan_partly",
            _("Ship what is there"),
            plan_parcels,
            "order_ids",
            grant="plan_parcels",
            icon="package-export",
            tabs=("shortage",),
            fixed={"partly": True},
        ),
    ]

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Order.objects.visible_to(actor).filter(state=OrderState.REVIEWED)
