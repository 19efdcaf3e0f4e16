"""Parcels, from planned to shipped or stopped."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.columns import (
    PARCEL_TONES,
    PRINTED,
    carrier_of,
    collect_left,
    parcel_extras,
    parcel_marks,
    reason_of,
    share_verified,
    time_left,
)
from zhanggui.fulfilment.desks.choices import LABELS, NOTES, shops_of
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.join_parcels import join_parcels
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.mark_crates import BEFORE_SCALE, mark_crates
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.flows.relocate_parcels import relocate_parcels
from zhanggui.fulfilment.flows.reroute_parcels import reroute_parcels
from zhanggui.fulfilment.flows.restore_parcels import restore_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.flows.unmerge_parcels import unmerge_parcels
from zhanggui.fulfilment.forms import RelocateForm, RerouteForm, StopForm, TakeBackForm, WaveForm
from zhanggui.fulfilment.incidents.steps import ship_selected
from zhanggui.fulfilment.merging.forms import SplitForm
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.outside.forms import MarkCrateForm
from zhanggui.fulfilment.printing import open_papers, print_labels, print_labels_again
from zhanggui.fulfilment.queries import day_start
from zhanggui.fulfilment.recalls.forms import InterceptForm
from zhanggui.fulfilment.states import LIVE, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.cut_offs import CutOffFilter, cut_off_choices
from zhanggui.orders.lateness import Moment
from zhanggui.orders.states import OrderState
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab, TextFilter

_IN_HAND = (OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED)
_TOOK_IN = Exists(Parcel.objects.filter(merged_into=OuterRef("pk"), state=ParcelState.MERGED))


class ParcelCutOffFilter(CutOffFilter):
    """Parcels of the warehouse that must leave, or on the list of those that left, today's: the others are many.

    Of those stopped, only what its orders still wait for; what was not picked yet they are planned without. One that
    left is late if it was so then.
    """

    def leaves_at(self, params: Mapping[str, Any]) -> Moment:
        return F("shipped_at") if params.get("tab") == ParcelState.SHIPPED else now()

    def at_warehouse(self, warehouse_id: int, params: Mapping[str, Any]) -> Q:
        if params.get("tab") == ParcelState.SHIPPED:
            return Q(warehouse=warehouse_id, shipped_at__gte=day_start(now()))
        own = ParcelLine.objects.filter(parcel=OuterRef("pk"), order_line__order__state__in=_IN_HAND)
        stopped = Q(Exists(own), state=ParcelState.STOPPED, picked_at__isnull=False)
        return Q(warehouse=warehouse_id) & (Q(state__in=LIVE) | stopped)

    def with_carrier(self, carrier: str) -> Q:
        return Q(carrier=carrier)


class ParcelDesk(Desk):
    """Every parcel, by where it is on its way to the door."""

    name = "parcels"
    title = pgettext_lazy("desk", "Parcels")
    grant = "see_parcels"
    model = Parcel
    icon = "package"
    tabs = [
        Tab("planned", _("Waiting for a wave"), Q(state=ParcelState.PLANNED), tone="info"),
        Tab("waved", _("In wave"), Q(state=ParcelState.WAVED), tone="info"),
        Tab("printed", _("Printed"), Q(state=ParcelState.PRINTED)),
        Tab("picked", _("Picked"), Q(state=ParcelState.PICKED)),
        Tab("verified", _("Verified"), Q(state=ParcelState.VERIFIED)),
        Tab("weighed", _("Weighed"), Q(state=ParcelState.WEIGHED)),
        Tab("stopped", _("Stopped"), Q(state=ParcelState.STOPPED), tone="bad"),
        Tab(
            "shipped",
            _("Shipped"),
            Q(state=ParcelState.SHIPPED),
            tone="good",
            sort="-shipped_at",
            unsorted=("ship_by", "stopped_at"),
        ),
        Tab("merged", _("Merged"), Q(state=ParcelState.MERGED), sort="-pk", unsorted=("ship_by", "shipped_at")),
        Tab("void", _("Void"), Q(state=ParcelState.VOID), sort="-pk", unsorted=("ship_by", "shipped_at")),
    ]
    columns = [
        Column("number", _("Parcel no."), link=True, width=140, frozen=True, sortable=False),
        Column("waybill", _("Waybill"), width=140, sortable=False),
        Column("state", _("State"), kind="state", states=ParcelState, tones=PARCEL_TONES, width=80, sortable=False),
        Column("left", _("Time left"), kind="chips", value=time_left, needs=("ship_by", "state"), width=112),
        Column(
            "collect_left",
            _("Until scanned"),
            kind="chips",
            value=collect_left,
            needs=("collect_by", "state"),
            width=96,
        ),
        Column("stopping", _("Stopping"), kind="chips", by_page=True, width=104),
        Column("marks", _("Marks"), kind="chips", by_page=True, width=120),
        Column("goods", _("Goods"), by_page=True, width=240),
        Column(
            "verified", _("Verified pieces"), kind="progress", value=share_verified, needs=("units_verified", "units")
        ),
        Column("wave", _("Wave"), field="wave__number", width=130, sortable=False),
        Column("cell", _("Cell"), kind="quantity", width=60, sortable=False),
        Column("stop_reason", _("Stopped for"), value=reason_of, needs=("stop_reason",), width=110),
        Column("orders", _("Order no."), by_page=True, width=170),
        Column("shop", _("Shop"), field="shop__name", width=120),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=100),
        Column("ship_by", _("Ship by"), kind="moment", width=105),
        Column("collect_by", _("Collect by"), kind="moment", width=105, sortable=False),
        Column("expected_g", _("Expected g"), kind="quantity", width=90),
        Column("weighed_g", _("Weighed g"), kind="quantity", width=90),
        Column("prints", _("Prints"), kind="quantity", width=65),
        Column("printed_at", _("Printed at"), kind="moment", width=105),
        Column("verified_by", _("Verified by"), "person", width=90),
        Column("shipped_at", _("Shipped at"), kind="moment", width=105),
        Column("shipped_by", _("Shipped by"), "person", width=90),
        Column("planned_at", _("Planned at"), kind="moment", shown=False),
        Column("picked_at", _("Picked at"), kind="moment", shown=False),
        Column("verified_at", _("Verified at"), kind="moment", shown=False),
        Column("weighed_at", _("Weighed at"), kind="moment", shown=False),
        Column("stopped_at", _("Stopped at"), kind="moment", shown=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", shown=False),
    ]
    filters = [
        TextFilter("number", _("Parcel no."), prefix=True),
        TextFilter("waybill", _("Waybill")),
        TextFilter("wave", _("Wave"), field="wave__number"),
        TextFilter("order", _("Order no."), field="order__number"),
        ParcelCutOffFilter("cut_off", _("Cut-off"), field="ship_by", choices=cut_off_choices),
        ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of),
        DateFilter("shipped_at", _("Shipped on")),
    ]
    search = ("number", "waybill", "order__number", "number__startswith")
    search_hint = _("Parcel no. / waybill / order no.")
    sort = "ship_by"
    actions = [
        Action(
            "build_waves", _("Build waves"), build_waves, "parcel_ids", key="b", icon="stack-2", look="primary",
            form=WaveForm, tabs=("planned",), on_sheet=Q(state=ParcelState.PLANNED),
        ),
        Action(
            "relocate_parcels", _("Send from elsewhere"), relocate_parcels, "parcel_ids", icon="building-warehouse",
            form=RelocateForm, tabs=("planned",), on_sheet=Q(state=ParcelState.PLANNED), undo="restore_parcels",
        ),
        Action(
            "reroute_parcels", _("Change carrier"), reroute_parcels, "parcel_ids", key="c", icon="truck-delivery",
            form=RerouteForm, tabs=("planned",), on_sheet=Q(state=ParcelState.PLANNED), undo="restore_parcels",
        ),
        Action(
            "restore_parcels", _("As before"), restore_parcels, "parcel_ids", icon="arrow-back-up", tabs=("planned",),
            on_sheet=Q(state=ParcelState.PLANNED, choice__was_warehouse__isnull=False),
        ),
        Action(
            "preview_costs", _("Freight of the selection"), open_papers, "ids", grant="see_parcels", icon="calculator",
            tabs=("planned",), opens="/places/costs?parcels={ids}",
        ),
        Action(
            "print_parcels", _("Print labels"), print_labels, "parcel_ids", key="p", icon="printer", look="primary",
            tabs=("waved",), on_sheet=Q(state=ParcelState.WAVED), opens=LABELS,
        ),
        Action(
            "open_notes", _("Delivery notes"), open_papers, "ids", grant="print_parcels", icon="file-text",
            tabs=("printed", "picked", "verified", "weighed"), on_sheet=Q(state__in=PRINTED), opens=NOTES,
        ),
        Action(
            "reprint_parcels", _("Reprint labels"), print_labels_again, "parcel_ids", icon="refresh",
            tabs=("printed", "picked", "verified", "weighed"), on_sheet=Q(state__in=PRINTED), opens=LABELS,
            confirm=_("Print the labels of {count} parcels again? The old labels must be torn up."),
        ),
        Action(
            "ship_parcels", _("Ship"), ship_selected, "parcel_ids", key="s", icon="truck", look="primary",
            tabs=("weighed",), on_sheet=Q(state=ParcelState.WEIGHED), confirm=_("Hand over {count} parcels?"),
        ),
        Action(
            "mark_crates", _("Crate needed"), mark_crates, "parcel_ids", icon="box-seam", form=MarkCrateForm,
            tabs=("planned", "waved", "printed", "picked", "verified"), on_sheet=Q(state__in=BEFORE_SCALE),
        ),
        Action(
            "take_back_parcels", _("Take back"), take_back_parcels, "parcel_ids", icon="arrow-back-up", look="danger",
            form=TakeBackForm, tabs=("shipped",), on_sheet=Q(state=ParcelState.SHIPPED),
        ),
        Action(
            "open_intercepts", _("Call back"), open_intercepts, "parcel_ids", icon="arrow-back", form=InterceptForm,
            tabs=("shipped",), on_sheet=Q(state=ParcelState.SHIPPED),
        ),
        Action(
            "merge_parcels", _("Merge"), merge_parcels, "parcel_ids", key="m", icon="arrows-join", tabs=("planned",),
            undo="unmerge_parcels", on_sheet=Q(pk__isnull=True),  # one alone is nothing to merge
        ),
        Action(
            "unmerge_parcels", _("Take apart"), unmerge_parcels, "parcel_ids", icon="arrows-split",
            tabs=("planned", "waved", "merged"),
            on_sheet=Q(_TOOK_IN, state__in=[ParcelState.PLANNED, ParcelState.WAVED]) | Q(state=ParcelState.MERGED),
        ),
        Action(
            "split_by_hand", _("Split by hand"), open_papers, "ids", grant="split_parcels", icon="scissors",
            tabs=("planned", "waved"), on_sheet=Q(state__in=[ParcelState.PLANNED, ParcelState.WAVED]),
            opens="/parcels/{id}/split",
        ),
        Action(
            "split_parcels", _("Split by rule"), split_parcels, "parcel_ids", icon="scissors", form=SplitForm,
            tabs=("planned", "waved"), on_sheet=Q(state__in=[ParcelState.PLANNED, ParcelState.WAVED]),
        ),
        Action(
            "join_parcels", _("Join again"), join_parcels, "parcel_ids", icon="arrow-back-up",
            tabs=("planned", "waved"),
            on_sheet=Q(state__in=[ParcelState.PLANNED, ParcelState.WAVED], split_from__isnull=False),
        ),
        Action(
            "kick_out_parcels", _("Kick out of wave"), kick_out_parcels, "parcel_ids", icon="logout",
            tabs=("waved", "printed"), on_sheet=Q(state__in=[ParcelState.WAVED, ParcelState.PRINTED]),
            confirm=_(
                "Take {count} parcels out of their waves? Printed ones go into a wave of their own: tear up their "
                "labels and print them again for the new cells."
            ),
        ),
        Action(
            "stop_parcels", _("Stop"), stop_parcels, "parcel_ids", key="x", icon="hand-stop", look="danger",
            form=StopForm, tabs=("planned", "waved", "printed", "picked", "verified", "weighed"),
            on_sheet=Q(state__in=LIVE),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Parcel.objects.visible_to(actor).select_related("order", "shop", "warehouse", "wave")

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        values, marks = parcel_extras(ids), parcel_marks(ids)
        return {pk: {**values.get(pk, {}), "marks": marks.get(pk, [])} for pk in ids}
