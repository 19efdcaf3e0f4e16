"""The desk of what remarks ask for, and of the company's own templates that read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips
from zhanggui.orders.desks.orders import shops_of
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.refuse_requests import refuse_requests
from zhanggui.orders.flows.reopen_requests import reopen_requests
from zhanggui.orders.flows.retire_remark_templates import retire_remark_templates
from zhanggui.orders.forms import SettleForm
from zhanggui.orders.models import Order, RemarkRequest, RemarkTemplate
from zhanggui.orders.remarks.states import RequestKind, RequestState
from zhanggui.orders.remarks.words import KIND_TONES, STATE_TONES, fields_words
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab
from zhanggui.ui.links import sheet_link

OPEN = Q(state="open")
SETTLED = ("handled", "refused", "all")


class RequestDesk(Desk):
    name = "requests"
    title = _("Remark requests")
    grant = "see_orders"
    model = RemarkRequest
    icon = "message-question"
    document = "source"
    has_sheet = False
    sort = "asked_at"
    search = ("order__number",)
    search_hint = _("Order no.")
    tabs = [
        Tab("open", _("To settle"), OPEN, "warn"),
        *(Tab(kind.value, kind.label, OPEN & Q(kind=kind.value)) for kind in RequestKind),
        Tab("handled", _("Handled"), Q(state="handled"), "good", "-asked_at"),
        Tab("refused", _("Refused"), Q(state="refused"), "muted", "-asked_at"),
        Tab("all", _("All"), sort="-asked_at"),
    ]
    columns = [
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("kind", _("Kind"), "state", states=RequestKind, tones=KIND_TONES, width=110, sortable=False),
        Column(
            "asked",
            _("What is asked"),
            value=lambda row: fields_words(row["kind"], row["fields"], row["source"]),
            needs=("kind", "fields", "source"),
            width=300,
            sortable=False,
        ),
        Column("source", _("In the remark"), width=300, sortable=False),
        Column(
            "age", _("Waits since"), "chips",
            value=lambda row: age_chips(row["asked_at"], state=row["state"], at=now()),
            needs=("asked_at", "state"), width=100, sortable=False,
        ),
        Column("state", _("State"), "state", states=RequestState, tones=STATE_TONES, width=90, sortable=False),
        Column("written_by", _("Signed by"), width=100, sortable=False),
        Column("settled_by", _("Settled by"), "person", width=110, sortable=False),
        Column("settled_at", _("Settled at"), "moment", width=110, sortable=False),
        Column("note", _("Note"), width=200, sortable=False),
        Column("asked_at", _("Asked at"), "moment", width=110),
    ]  # fmt: skip
    filters = [
        ChoiceFilter("shop", _("Shop"), field="order__shop_id", choices=shops_of),
        DateFilter("asked", _("Asked on"), field="asked_at"),
    ]
    actions = [
        Action(
            "handle_requests", _("Handled"), handle_requests, "request_ids", key="h", icon="checks", look="primary",
            tabs=("open", *(kind.value for kind in RequestKind), "all"), undo="reopen_requests",
        ),
        Action(
            "refuse_requests", _("Refuse"), refuse_requests, "request_ids", key="x", icon="x", form=SettleForm,
            tabs=("open", *(kind.value for kind in RequestKind), "all"), undo="reopen_requests",
        ),
        Action(
            "reopen_requests", _("Settle anew"), reopen_requests, "request_ids", key="u", icon="arrow-back-up",
            tabs=SETTLED,
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[RemarkRequest]:
        rows = RemarkRequest.objects.all()
        return rows if actor.shop_ids is None else rows.filter(order__shop_id__in=actor.shop_ids)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The order of each request: one statement for the page."""
        rows = Order.objects.filter(requests__pk__in=list(ids)).values_list("requests__pk", "pk", "number")
        return {pk: {"order": sheet_link("orders", order_id, number, actor)} for pk, order_id, number in rows}


class RemarkTemplateDesk(Desk):
    name = "remark-templates"
    title = _("Remark templates")
    grant = "see_orders"
    model = RemarkTemplate
    icon = "template"
    document = "name"
    has_sheet = False
    pages = [Page(_("New template"), "save_remark_template", "save_remark_templates", "plus")]
    sort = "name"
    search = ("name", "name__startswith")
    search_hint = _("Template name")
    columns = [
        Column("name", _("Template name"), width=180),
        Column(
            "words", _("Words that recognise it"), value=lambda row: "、".join(row["words"]), needs=("words",),
            width=320, sortable=False,
        ),
        Column(
            "fields", _("Fields"), value=lambda row: "、".join(name for name, _kind in row["fields"]),
            needs=("fields",), width=320, sortable=False,
        ),
        Column("is_used", _("Used"), "flag", width=80, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "retire_remark_templates", _("Retire"), retire_remark_templates, "template_ids", icon="archive",
            confirm=_("Read no more remarks by {count} templates?"),
        )
    ]  # fmt: skip
