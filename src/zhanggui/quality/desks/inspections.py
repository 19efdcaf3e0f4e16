"""The list of what arrived and is not inspected 入库产品未检列表, and what became of it."""

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.inventory.forms import warehouses_of
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips, deadline
from zhanggui.quality.asking import find_pieces, judge
from zhanggui.quality.flows.ask_special_acceptance import ask_special_acceptance
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.decide_special_acceptance import decide_special_acceptance
from zhanggui.quality.flows.hand_back_inspections import hand_back_inspections
from zhanggui.quality.flows.undo_findings import undo_findings
from zhanggui.quality.flows.withdraw_inspections import withdraw_inspections
from zhanggui.quality.forms import AskAcceptanceForm, FindingForm, NoteForm, PassLotForm
from zhanggui.quality.models import Inspection
from zhanggui.quality.states import UNDECIDED, InspectionState, SampleMethod
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

TONES: dict[str, Tone] = {
    "waiting": "warn", "inspecting": "info", "asked": "warn", "passed": "good", "failed": "bad", "sorted": "good",
    "accepted": "info", "void": "muted",
}  # fmt: skip
OPEN = Q(state__in=UNDECIDED)
_HAND = ("inspecting",)


class QualityInspectionDesk(Desk):
    name = "quality-inspections"
    title = _("Goods to inspect")
    grant = "see_quality"
    model = Inspection
    icon = "microscope"
    sort = "due_at"
    pages = [Page(_("Daily report"), "quality:daily_report", "see_quality", "report")]
    search = ("number", "sku__code", "sku__barcodes__code", "paper", "lot")
    search_hint = _("Number / merchant code / barcode / receipt")
    empty = _("Nothing waits for the inspector. What is received and needs an inspection comes here by itself.")
    tabs = [
        Tab("open", _("Not decided"), OPEN, "warn"),
        Tab("overdue", _("Overdue"), OPEN & Q(due_at__lt=Now()), "bad"),
        *(Tab(state.value, state.label, Q(state=state), TONES[state.value]) for state in InspectionState),
        Tab("all", _("All"), sort="-arrived_at"),
    ]
    columns = [
        Column("number", _("Number"), link=True, width=140, frozen=True),
        Column("state", _("State"), "state", states=InspectionState, tones=TONES, width=110, sortable=False),
        Column(
            "left", _("Due in"), "chips", needs=("due_at", "judged_at"), width=105,
            value=lambda row: [] if row["judged_at"] else deadline(row["due_at"], at=now()),
        ),
        Column(
            "age", _("Waits since"), "chips", needs=("arrived_at", "judged_at"), width=95, sortable=False,
            value=lambda row: age_chips(row["arrived_at"], state="" if row["judged_at"] else "open", at=now()),
        ),
        Column("sku", _("Merchant code"), field="sku__code", width=130, sortable=False),
        Column("product", _("Goods"), field="sku__product__name", width=220, sortable=False),
        Column("spec", _("Specification"), field="sku__spec", width=110, sortable=False),
        Column("lot", _("Lot"), width=100, sortable=False),
        Column("quantity", _("Quantity"), "quantity", width=80, sortable=False),
        Column("sample", _("Sample"), "quantity", width=80, sortable=False),
        Column("accept", _("Allowed defects"), "quantity", width=90, sortable=False),
        Column("defective", _("Found defective"), "quantity", width=90, sortable=False),
        Column("passed", _("Pieces passed"), "quantity", width=90, sortable=False),
        Column("failed", _("Pieces failed"), "quantity", width=90, sortable=False),
        Column("supplier", _("Supplier"), field="supplier__short_name", width=110, sortable=False),
        Column("paper", _("Receipt"), width=130, sortable=False),
        Column("inspector", _("Inspector"), "person", width=100, sortable=False),
        Column("asked_because", _("Why to accept"), width=180, sortable=False),
        Column("note", _("Note"), width=180, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
        Column("method", _("Plan"), "state", states=SampleMethod, width=110, sortable=False, shown=False),
        Column("arrived_at", pgettext_lazy("goods", "Arrived at"), "moment", width=120),
        Column("due_at", _("Due at"), "moment", width=120, shown=False),
        Column("judged_by", _("Decided by"), "person", width=100, sortable=False, shown=False),
        Column("judged_at", _("Decided at"), "moment", width=120, sortable=False),
    ]  # fmt: skip
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("arrived_at", pgettext_lazy("goods", "Arrived at")),
        DateFilter("judged_at", _("Decided at")),
    ]
    actions = [
        Action(
            "begin_inspections", _("Begin"), begin_inspections, "inspection_ids", key="b", icon="player-play",
            look="primary", tabs=("open", "overdue", "waiting"), on_sheet=Q(state="waiting"),
        ),
        Action(
            "record_findings", _("Defect found"), find_pieces, "inspection_ids", key="d", icon="alert-triangle",
            form=FindingForm, tabs=_HAND, on_sheet=Q(state="inspecting"),
        ),
        Action(
            "undo_findings", _("Take last finding back"), undo_findings, "inspection_ids", icon="arrow-back-up",
            tabs=_HAND, on_sheet=Q(state="inspecting", defective__gt=0),
        ),
        Action(
            "pass_lots", _("Pass the lot"), judge, "inspection_ids", grant="judge_inspections", key="p",
            icon="circle-check", look="primary", fixed={"result": "passed"}, form=PassLotForm, tabs=_HAND,
            on_sheet=Q(state="inspecting"),
        ),
        Action(
            "fail_lots", _("Fail the lot"), judge, "inspection_ids", grant="judge_inspections", icon="circle-x",
            look="danger", fixed={"result": "failed"}, form=PassLotForm, tabs=_HAND,
            on_sheet=Q(state="inspecting", defective__gt=0),
        ),
        Action(
            "sort_lots", _("Passed with sorting"), judge, "inspection_ids", grant="judge_inspections",
            icon="arrows-split-2", fixed={"result": "sorted"}, form=NoteForm, tabs=_HAND,
            on_sheet=Q(state="inspecting", defective__gt=0),
        ),
        Action(
            "ask_special_acceptance", _("Ask for special acceptance"), ask_special_acceptance, "inspection_ids",
            icon="message-question", form=AskAcceptanceForm, tabs=_HAND,
            on_sheet=Q(state="inspecting", defective__gt=0),
        ),
        Action(
            "accept_specially", _("Accept specially"), decide_special_acceptance, "inspection_ids",
            grant="decide_special_acceptance", icon="rosette-discount-check", fixed={"is_accepted": True},
            form=NoteForm, tabs=("asked",), on_sheet=Q(state="asked"),
        ),
        Action(
            "refuse_specially", _("Do not accept"), decide_special_acceptance, "inspection_ids",
            grant="decide_special_acceptance", icon="circle-x", look="danger", fixed={"is_accepted": False},
            form=NoteForm, tabs=("asked",), on_sheet=Q(state="asked"),
        ),
        Action(
            "hand_back_inspections", _("Hand back"), hand_back_inspections, "inspection_ids", icon="arrow-back",
            tabs=_HAND, on_sheet=Q(state="inspecting"),
        ),
        Action(
            "withdraw_inspections", _("Withdraw"), withdraw_inspections, "inspection_ids", icon="ban",
            confirm=_("Withdraw {count} inspections? The goods stay where they are."),
            tabs=("waiting", "inspecting"), on_sheet=Q(state__in=["waiting", "inspecting"]),
        ),
    ]  # fmt: skip
