"""The lists of labels that are void, and of parcels that should come back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.flows.answer_intercepts import answer_intercepts
from zhanggui.fulfilment.flows.ask_intercepts import ask_intercepts
from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.close_intercepts import close_intercepts
from zhanggui.fulfilment.flows.settle_waybills import settle_waybills
from zhanggui.fulfilment.flows.waive_torn_labels import waive_torn_labels
from zhanggui.fulfilment.models import Intercept, VoidLabel
from zhanggui.fulfilment.recalls.forms import AnswerForm, CloseForm, SettleWaybillForm, WaiveForm
from zhanggui.fulfilment.recalls.links import intercept_links, label_links
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.states import OPEN_INTERCEPTS, UNANSWERED, InterceptState, RecallState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips, deadline
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Tab
from zhanggui.ui.desk.columns import Tone

RECALL_TONES: dict[str, Tone] = {"to_cancel": "info", "cancelled": "good", "to_recover": "bad", "settled": "muted"}
CASE_TONES: dict[str, Tone] = {
    "open": "warn", "asked": "info", "accepted": "good", "refused": "bad", "returned": "good", "delivered": "muted",
}  # fmt: skip
_KEPT = (RecallState.TO_CANCEL, RecallState.TO_RECOVER)
_TO_ASK = ("running", "overdue", "open", "asked", "refused")
_BY_TIME = ("due_at",)
"""What an answered case was due at sorts nothing."""
_RUNNING = [state.value for state in OPEN_INTERCEPTS]


class VoidLabelDesk(Desk):
    """Labels that must not be used: whose paper is still out, and whose number the carrier still holds."""

    name = "void-labels"
    title = _("Void labels")
    empty = _("No void label here. Labels whose number is taken back come here until their paper is torn up.")
    grant = "see_parcels"
    model = VoidLabel
    icon = "file-off"
    document = "waybill"
    has_sheet = False
    sort = "voided_at"
    search = ("waybill", "parcel__number")
    search_hint = _("Waybill / parcel no.")
    tabs = [
        Tab("out", _("Paper still out"), Q(torn_at__isnull=True), "bad"),
        Tab("to_recover", _("To recover"), Q(state=RecallState.TO_RECOVER), "warn"),
        Tab("to_cancel", _("To cancel"), Q(state=RecallState.TO_CANCEL), "info"),
        Tab("waived", _("Never scanned"), ~Q(torn_note=""), "muted", "-voided_at"),
        Tab("all", _("All"), sort="-voided_at"),
    ]
    columns = [
        Column("waybill", _("Waybill"), width=160, frozen=True, sortable=False),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=100, sortable=False),
        Column(
            "reason", _("Stopped for"), width=140, sortable=False,
            value=lambda row: stop_words(row["parcel__stop_reason"]), needs=("parcel__stop_reason",),
        ),
        Column("voided_at", _("Void since"), "moment", width=110),
        Column(
            "age", _("Paper out since"), "chips", needs=("voided_at", "torn_at"), width=110, sortable=False,
            value=lambda row: age_chips(row["voided_at"], state="" if row["torn_at"] else "open", at=now()),
        ),
        Column("torn_at", _("Torn at"), "moment", width=110, sortable=False),
        Column("torn_by", _("Torn by"), "person", width=100, sortable=False),
        Column("torn_note", _("Why not scanned"), width=180, sortable=False),
        Column(
            "state", _("With the carrier"), "state", states=RecallState, tones=RECALL_TONES, width=110, sortable=False
        ),
        Column("answer", _("Carrier's words"), width=220, sortable=False),
        Column("tries", _("Tries"), "quantity", width=70, sortable=False),
        Column("tried_at", _("Last try"), "moment", width=110, sortable=False),
    ]  # fmt: skip
    filters = [DateFilter("voided_at", _("Void since"))]
    actions = [
        Action(
            "cancel_waybills", _("Cancel again"), cancel_waybills, "label_ids", key="c", icon="refresh",
            look="primary", tabs=("to_recover", "to_cancel"),
        ),
        Action(
            "settle_waybills", _("Settled by hand"), settle_waybills, "label_ids", icon="phone-check",
            form=SettleWaybillForm, tabs=("to_recover", "to_cancel"),
        ),
        Action(
            "waive_torn_labels", _("Give up without scan"), waive_torn_labels, "label_ids", icon="eye-off",
            look="danger", form=WaiveForm, tabs=("out",),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[VoidLabel]:
        return VoidLabel.objects.visible_to(actor).select_related("parcel__order")

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return label_links(ids, actor)


def answer_time(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Until the carrier should have answered; nothing once it has."""
    return deadline(row["due_at"], at=now()) if row["state"] in UNANSWERED else []


class InterceptDesk(Desk):
    """Parcels that have left and should come back."""

    name = "intercepts"
    title = _("Intercepts")
    empty = _(
        "No parcel is being called back. Stopped parcels that have left come here until they are back or delivered."
    )
    grant = "see_parcels"
    model = Intercept
    icon = "arrow-back"
    document = "reason"
    has_sheet = False
    sort = "due_at"
    search = ("parcel__waybill", "parcel__number", "parcel__lines__order_line__order__number")
    search_hint = _("Waybill / parcel no. / order no.")
    tabs = [
        Tab("running", pgettext_lazy("intercept", "Open"), Q(closed_at__isnull=True), "warn"),
        Tab("overdue", _("Carrier silent"), Q(state__in=UNANSWERED, level__gte=100, closed_at__isnull=True), "bad"),
        *(
            Tab(state.value, state.label, Q(state=state, closed_at__isnull=True), CASE_TONES[state])
            for state in OPEN_INTERCEPTS
        ),
        Tab("returned", _("Returned"), Q(state=InterceptState.RETURNED), "good", "-opened_at", _BY_TIME),
        Tab(
            "delivered",
            _("Delivered all the same"),
            Q(state=InterceptState.DELIVERED),
            "muted",
            "-opened_at",
            _BY_TIME,
        ),
        Tab("all", _("All"), sort="-opened_at", unsorted=_BY_TIME),
    ]
    columns = [
        Column("waybill", _("Waybill"), field="parcel__waybill", width=160, frozen=True, sortable=False),
        Column("state", _("State"), "state", states=InterceptState, tones=CASE_TONES, width=130, sortable=False),
        Column("left", _("Answer until"), "chips", value=answer_time, needs=("due_at", "state"), width=120),
        Column(
            "age", _("Open since"), "chips", needs=("opened_at", "closed_at"), width=100, sortable=False,
            value=lambda row: age_chips(row["opened_at"], state="" if row["closed_at"] else "open", at=now()),
        ),
        Column("reason", _("Reason"), value=lambda row: stop_words(row["reason"]), needs=("reason",), width=180),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column(
            "carrier", _("Carrier"), value=lambda row: carrier_of({"carrier": row["parcel__carrier"]}),
            needs=("parcel__carrier",), width=100, sortable=False,
        ),
        Column("answer", _("Carrier's words"), width=200, sortable=False),
        Column("opened_at", _("Opened at"), "moment", width=110),
        Column("opened_by", _("Opened by"), "person", width=100, sortable=False),
        Column("asked_at", _("Asked at"), "moment", width=110, sortable=False),
        Column("answered_at", _("Answered at"), "moment", width=110, sortable=False),
        Column("closed_at", _("Closed at"), "moment", width=110, sortable=False),
        Column("closed_by", _("Closed by"), "person", width=100, sortable=False),
        Column("tries", _("Tries"), "quantity", width=70, sortable=False),
        Column("due_at", _("Due at"), "moment", width=110, shown=False),
    ]  # fmt: skip
    filters = [DateFilter("opened_at", _("Opened on"))]
    actions = [
        Action(
            "ask_intercepts", _("Ask the carrier again"), ask_intercepts, "intercept_ids", key="a", icon="refresh",
            tabs=_TO_ASK,
        ),
        Action(
            "accept_intercepts", _("Carrier accepted"), answer_intercepts, "intercept_ids", grant="answer_intercepts",
            icon="check", form=AnswerForm, fixed={"is_accepted": True}, tabs=_TO_ASK,
        ),
        Action(
            "deny_intercepts", _("Carrier refused"), answer_intercepts, "intercept_ids", grant="answer_intercepts",
            icon="x", form=AnswerForm, fixed={"is_accepted": False},
            tabs=("running", "overdue", "open", "asked", "accepted"),
        ),
        Action(
            "intercepts_returned", _("Parcel is back"), close_intercepts, "intercept_ids", grant="close_intercepts",
            key="b", icon="package-import", look="primary", form=CloseForm, fixed={"is_returned": True},
            tabs=("running", "overdue", *_RUNNING),
        ),
        Action(
            "intercepts_delivered", _("Delivered all the same"), close_intercepts, "intercept_ids",
            grant="close_intercepts", icon="package-off", form=CloseForm, fixed={"is_returned": False},
            tabs=("running", "overdue", *_RUNNING),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Intercept]:
        return Intercept.objects.visible_to(actor).select_related("parcel__order")

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return intercept_links(ids, actor)
