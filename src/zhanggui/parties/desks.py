"""The desks of suppliers and of what they are measured by."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.parties.asking import agree, note_one, pay_to, score_this_month, talk_to
from zhanggui.parties.flows.advance_suppliers import advance_suppliers
from zhanggui.parties.flows.pause_suppliers import pause_suppliers
from zhanggui.parties.flows.resume_suppliers import resume_suppliers
from zhanggui.parties.flows.review_suppliers import review_suppliers
from zhanggui.parties.forms import (
    AccountForm,
    ContactsForm,
    PauseSupplierForm,
    ReviewForm,
    StageForm,
    TalkForm,
    TermsForm,
)
from zhanggui.parties.models import Document, Supplier, SupplierEvent
from zhanggui.parties.queries import ending_documents
from zhanggui.parties.states import EventKind, SupplierState
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

STAGE_TONES: dict[str, Tone] = {
    "applied": "info", "documents": "info", "visit": "info", "sample_test": "info", "third_party": "info",
    "approved": "good", "paused": "bad",
}  # fmt: skip
OPEN = (SupplierState.DOCUMENTS, SupplierState.VISIT, SupplierState.SAMPLE_TEST, SupplierState.THIRD_PARTY)


class SupplierDesk(Desk):
    name = "suppliers"
    title = _("Suppliers")
    grant = "see_suppliers"
    model = Supplier
    icon = "building-factory-2"
    document = "name"
    sort = "code"
    pages = [
        Page(_("New supplier"), "parties:new_supplier", "add_suppliers", "plus"),
        Page(_("Import suppliers"), "parties:check_suppliers", "import_suppliers", "file-import"),
    ]
    search = ("code", "code__startswith", "name", "name__startswith", "credit_code")
    search_hint = _("Code / name / credit code")
    empty = _("No supplier stands here. A new one is proposed with “New supplier”.")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("ending", _("Documents end soon"), Q(pk__in=ending_documents().values("supplier_id")), tone="warn"),
        *(Tab(state.value, state.label, Q(state=state), tone=STAGE_TONES[state.value]) for state in SupplierState),
    ]
    columns = [
        Column("code", _("Supplier code"), link=True, width=110, frozen=True),
        Column("name", _("Supplier name"), width=230),
        Column("short_name", _("Short name"), width=110, sortable=False),
        Column("state", _("Stage"), "state", states=SupplierState, tones=STAGE_TONES, width=110, sortable=False),
        Column("score", _("Score"), "quantity", width=80, sortable=False),
        Column("ends_on", _("First document ends"), "day", by_page=True, width=130),
        Column("lead_days", _("Days to deliver"), "quantity", width=100, sortable=False),
        Column("least_amount", _("Least amount of an order"), "money", width=120, sortable=False),
        Column("payment_terms", _("Payment terms"), width=150, sortable=False),
        Column("credit_code", _("Unified social credit code"), width=180, sortable=False),
        Column("paused_because", _("Reason"), width=200, sortable=False),
        Column("applied_by", _("Proposed by"), "person", width=100, sortable=False, shown=False),
    ]
    filters = [
        TextFilter("code", _("Supplier code"), prefix=True),
        TextFilter("name", _("Supplier name"), prefix=True),
    ]
    actions = [
        Action(
            "advance_suppliers", _("Next stage"), advance_suppliers, "supplier_ids", key="n", icon="arrow-right",
            form=StageForm, on_sheet=Q(state__in=["applied", "documents", "visit", "sample_test"]),
        ),
        Action(
            "approve_suppliers", _("Approve"), advance_suppliers, "supplier_ids", key="a", icon="check",
            look="primary", fixed={"to": SupplierState.APPROVED.value}, on_sheet=Q(state__in=OPEN),
        ),
        Action(
            "pause_suppliers", _("Pause"), pause_suppliers, "supplier_ids", icon="player-pause",
            form=PauseSupplierForm, on_sheet=Q(state="approved"),
        ),
        Action(
            "resume_suppliers", _("Resume"), resume_suppliers, "supplier_ids", icon="player-play",
            on_sheet=Q(state="paused"),
        ),
        Action("set_terms", _("Terms"), agree, "supplier_ids", icon="receipt", form=TermsForm, on_sheet=Q()),
        Action("note_talks", _("Note a talk"), note_one, "supplier_ids", icon="message", form=TalkForm, on_sheet=Q()),
        Action(
            "set_contacts", _("Contacts"), talk_to, "supplier_ids", icon="address-book", form=ContactsForm,
            on_sheet=Q(),
        ),
        Action(
            "set_bank_accounts", _("Bank account"), pay_to, "supplier_ids", icon="building-bank", form=AccountForm,
            on_sheet=Q(),
        ),
        Action(
            "score_suppliers", _("Score this month"), score_this_month, "supplier_ids", icon="chart-bar",
            on_sheet=Q(),
        ),
        Action(
            "review_suppliers", pgettext_lazy("supplier", "Review"), review_suppliers, "supplier_ids",
            icon="clipboard-check", form=ReviewForm, on_sheet=Q(),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        rows = Document.objects.filter(supplier_id__among=set(ids), is_current=True)
        ends = dict(rows.values_list("supplier_id").annotate(Min("valid_until")).order_by())
        return {pk: {"ends_on": ends.get(pk)} for pk in ids}


class SupplierEventDesk(Desk):
    name = "supplier-events"
    title = _("Supplier events")
    grant = "see_suppliers"
    model = SupplierEvent
    icon = "list-details"
    document = "cause"
    has_sheet = False
    pages = [Page(_("Weights of the score"), "parties:buying_numbers", "set_buying_numbers", "scale")]
    search = ("cause", "supplier__code")
    search_hint = _("Cause / supplier code")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        *(Tab(kind.value, kind.label, Q(kind=kind, corrected_by=None)) for kind in EventKind),
    ]
    columns = [
        Column("supplier", _("Supplier code"), field="supplier__code", width=120),
        Column("name", _("Supplier name"), field="supplier__name", width=230),
        Column("kind", _("Kind"), "state", states=EventKind, width=130, sortable=False),
        Column("value", _("Value"), "quantity", width=90, sortable=False),
        Column("happened_on", _("Day"), "day", width=110, sortable=False),
        Column("cause", _("Cause"), width=200, sortable=False),
        Column("corrects", _("Corrects"), field="corrects__cause", width=200, sortable=False),
        Column("recorded_at", _("Recorded"), "moment", width=120, sortable=False),
    ]
    filters = [
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        DateFilter("happened_on", _("Day"), of_days=True),
    ]
