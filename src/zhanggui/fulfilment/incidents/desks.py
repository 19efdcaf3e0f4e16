"""The queue of incidents of the floor."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.desks.choices import warehouses_of
from zhanggui.fulfilment.flows.ask_about_incidents import ask_about_incidents
from zhanggui.fulfilment.flows.assign_incidents import assign_incidents
from zhanggui.fulfilment.flows.resolve_incidents import resolve_incidents
from zhanggui.fulfilment.incidents.forms import AskServiceForm, AssignIncidentForm, ResolveIncidentForm
from zhanggui.fulfilment.incidents.said import said_in
from zhanggui.fulfilment.incidents.states import IncidentCause, IncidentEnd, IncidentState
from zhanggui.fulfilment.incidents.taking import take_incidents
from zhanggui.fulfilment.models import Incident, IncidentPhoto
from zhanggui.fulfilment.owning.filters import OwnerFilter
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips, deadline
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.finding import stations
from zhanggui.ui.links import sheet_link

TONES: dict[str, Tone] = {"open": "warn", "asked": "info", "resolved": "good"}
RUNNING = ~Q(state=IncidentState.RESOLVED)
_TO_DO = ("open", "overdue", "asked", "answered")


def step_of(row: Mapping[str, Any]) -> str:
    """The station by its name."""
    station = stations().get(row["step"])
    return str(station.title) if station else row["step"]


def incident_extras(ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
    """Where each leads, and how many pictures it has. Two statements."""
    rows = Incident.objects.filter(pk__among=set(ids)).values_list(
        "pk", "parcel_id", "parcel__waybill", "parcel__number", "parcel__order_id", "parcel__order__number",
        "sku_id", "sku__code",
    )  # fmt: skip
    pictures = dict(
        IncidentPhoto.objects.filter(incident_id__among=set(ids)).values_list("incident_id").annotate(Count("pk"))
    )
    return {
        pk: {
            "parcel": sheet_link("parcels", parcel_id, waybill or number or "", actor),
            "order": sheet_link("orders", order_id, order or "", actor),
            "sku": sheet_link("skus", sku_id, sku or "", actor),
            "pictures": pictures.get(pk, 0),
        }
        for pk, parcel_id, waybill, number, order_id, order, sku_id, sku in rows
    }


class IncidentDesk(Desk):
    """What went wrong on the floor, the most urgent first."""

    name = "incidents"
    title = _("Floor incidents")
    empty = _("Nothing went wrong on the floor. Refused scans and failed steps come here by themselves.")
    grant = "see_parcels"
    model = Incident
    icon = "alert-octagon"
    document = "code"
    sort = "due_at"
    pages = [Page(_("What keeps happening"), "fulfilment:repeated_incidents", "see_parcels", "repeat")]
    search = ("parcel__waybill", "parcel__number", "parcel__order__number", "sku__code")
    search_hint = _("Waybill / parcel no. / order no. / SKU")
    tabs = [
        Tab("open", pgettext_lazy("incident", "Open"), RUNNING, "warn"),
        Tab("overdue", _("Overdue"), RUNNING & Q(due_at__lt=Now()), "bad"),
        Tab("asked", _("Service asked"), Q(state=IncidentState.ASKED, question__answered_at__isnull=True), "info"),
        Tab(
            "answered", _("Service answered"), Q(state=IncidentState.ASKED, question__answered_at__isnull=False), "good"
        ),
        Tab("resolved", pgettext_lazy("incident", "Resolved"), Q(state=IncidentState.RESOLVED), "muted", "-opened_at"),
        Tab("all", _("All"), sort="-opened_at", unsorted=("due_at",)),
    ]
    columns = [
        Column("code", _("About"), link=True, width=150, frozen=True, sortable=False),
        Column("cause", _("What"), "state", states=IncidentCause, width=130, sortable=False),
        Column("said", _("What was said"), value=said_in, needs=("template", "data", "words"), width=320,
               sortable=False),
        Column("state", _("State"), "state", states=IncidentState, tones=TONES, width=90, sortable=False),
        Column(
            "left", _("See to it until"), "chips", needs=("due_at", "resolved_at"), width=110,
            value=lambda row: [] if row["resolved_at"] else deadline(row["due_at"], at=now()),
        ),
        Column(
            "age", _("Open since"), "chips", needs=("opened_at", "resolved_at"), width=95, sortable=False,
            value=lambda row: age_chips(row["opened_at"], state="" if row["resolved_at"] else "open", at=now()),
        ),
        Column("times", pgettext_lazy("incident", "How often"), "quantity", width=65, sortable=False),
        Column("pictures", _("Pictures"), "quantity", by_page=True, width=70),
        Column("owner", _("Seen to by"), field="owner__name", width=90, sortable=False),
        Column("assigned_at", _("Assigned at"), "moment", width=110, sortable=False, shown=False),
        Column("question", _("Question"), field="question__words", width=180, sortable=False),
        Column("answer", _("Service's answer"), field="question__answer", width=220, sortable=False),
        Column("parcel", _("Waybill"), "links", by_page=True, width=150),
        Column("order", _("Order no."), "links", by_page=True, width=170),
        Column("sku", _("SKU"), "links", by_page=True, width=120),
        Column("bin", _("Bin"), field="location__code", width=90, sortable=False),
        Column("step", _("At step"), value=step_of, needs=("step",), width=90, sortable=False),
        Column("table", _("Table"), width=90, sortable=False),
        Column("opened_by", _("By"), "person", width=90, sortable=False),
        Column("opened_at", _("Opened at"), "moment", width=110),
        Column("last_at", _("Last time"), "moment", width=110, sortable=False, shown=False),
        Column("due_at", _("Due at"), "moment", width=110, shown=False),
        Column("resolution", _("Settled how"), "state", states=IncidentEnd, width=130, sortable=False),
        Column("resolution_note", _("In words"), width=200, sortable=False),
        Column("resolved_by", _("Settled by"), "person", width=90, sortable=False),
        Column("resolved_at", _("Settled at"), "moment", width=110, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False, shown=False),
    ]  # fmt: skip
    filters = [
        OwnerFilter("owner", _("Seen to by"), field="owner_id", grant="resolve_incidents"),
        ChoiceFilter("cause", _("What"), choices=IncidentCause.choices),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("opened_at", _("Opened on")),
    ]
    actions = [
        Action(
            "take_incidents", _("Take over"), take_incidents, "incident_ids", grant="assign_incidents", key="m",
            icon="hand-grab", tabs=_TO_DO, on_sheet=RUNNING,
        ),
        Action(
            "assign_incidents", _("Give to"), assign_incidents, "incident_ids", key="g", icon="user-check",
            form=AssignIncidentForm, tabs=_TO_DO, on_sheet=RUNNING,
        ),
        Action(
            "ask_about_incidents", _("Ask service"), ask_about_incidents, "incident_ids", key="s",
            icon="message-question", form=AskServiceForm, tabs=("open", "overdue"),
            on_sheet=Q(state=IncidentState.OPEN, parcel__isnull=False),
        ),
        Action(
            "resolve_incidents", _("Settle"), resolve_incidents, "incident_ids", key="e", icon="checks",
            look="primary", form=ResolveIncidentForm, tabs=_TO_DO, on_sheet=RUNNING,
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Incident.objects.visible_to(actor)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return incident_extras(ids, actor)
