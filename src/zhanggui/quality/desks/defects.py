"""The defective zone 次品区, and what was decided about what lies there."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.inventory.forms import warehouses_of
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips
from zhanggui.quality.asking import claim_for_defects, rework, scrap, send_back, take_apart
from zhanggui.quality.flows.approve_disposals import approve_disposals
from zhanggui.quality.flows.refuse_disposals import refuse_disposals
from zhanggui.quality.forms import ClaimForm, PartsForm, QuantityForm, RefuseForm, ReturnForm
from zhanggui.quality.models import Defect, Disposal
from zhanggui.quality.reasons import reason_name
from zhanggui.quality.states import DisposalKind, DisposalState
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

DISPOSAL_TONES: dict[str, Tone] = {"planned": "info", "asked": "warn", "done": "good", "refused": "muted"}
LEFT = Q(left__gt=0)
_TO_DO = ("left", "unknown")


def reason_of(row: Mapping[str, Any]) -> str:
    """The reason in the reader's language; what fails with its lot says so."""
    if not row["reason__code"]:
        return str(pgettext_lazy("defect", "Failed with its lot"))
    return f"{row['reason__code']} {reason_name(row['reason__name'], row['reason__name_en'])}"


class DefectDesk(Desk):
    name = "defects"
    title = _("Defective zone")
    grant = "see_quality"
    model = Defect
    icon = "trash-x"
    document = "pk"
    sort = "came_at"
    pages = [Page(_("Set goods aside"), "quality:set_aside", "set_aside_defects", "plus")]
    search = ("sku__code", "sku__barcodes__code", "inspection__number", "lot")
    search_hint = _("Merchant code / barcode / inspection")
    empty = _("The defective zone is clear. What fails an inspection comes here by itself.")
    tabs = [
        Tab("left", _("To decide"), LEFT, "bad"),
        Tab("unknown", _("Supplier unknown"), LEFT & Q(supplier__isnull=True), "warn"),
        Tab("all", _("All"), sort="-came_at"),
    ]
    columns = [
        Column("pk", _("No."), field="pk", link=True, width=80, frozen=True),
        Column("sku", _("Merchant code"), field="sku__code", width=130, sortable=False),
        Column("product", _("Goods"), field="sku__product__name", width=220, sortable=False),
        Column("spec", _("Specification"), field="sku__spec", width=110, sortable=False),
        Column("lot", _("Lot"), width=100, sortable=False),
        Column("quantity", _("Quantity"), "quantity", width=80, sortable=False),
        Column("left", _("To decide"), "quantity", width=80, sortable=False),
        Column(
            "reason", _("Reason of the defect"), value=reason_of, width=160,
            needs=("reason__code", "reason__name", "reason__name_en"),
        ),
        Column("words", _("Note"), width=160, sortable=False),
        Column(
            "age", _("Lies there since"), "chips", needs=("came_at", "left"), width=105, sortable=False,
            value=lambda row: age_chips(row["came_at"], state="open" if row["left"] else "", at=now()),
        ),
        Column("supplier", _("Supplier"), field="supplier__short_name", width=120, sortable=False),
        Column("inspection", _("Inspection"), field="inspection__number", width=140, sortable=False),
        Column("place", _("Place"), field="location__code", width=100, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
        Column("unit_cost", _("Cost of a piece"), "money", grant=SEE_COST, width=100, sortable=False),
        Column("came_by", _("Set aside by"), "person", width=100, sortable=False),
        Column("came_at", _("Set aside at"), "moment", width=120),
    ]  # fmt: skip
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("came_at", _("Set aside at")),
    ]
    actions = [
        Action(
            "open_supplier_returns", _("Return to supplier"), send_back, "defect_ids", key="r", icon="truck-return",
            look="primary", form=ReturnForm, tabs=_TO_DO, on_sheet=LEFT,
        ),
        Action(
            "rework_defects", _("Rework"), rework, "defect_ids", key="w", icon="tool", form=QuantityForm,
            tabs=_TO_DO, on_sheet=LEFT,
        ),
        Action(
            "take_parts", _("Take parts out"), take_apart, "defect_ids", icon="puzzle", form=PartsForm, tabs=_TO_DO,
            on_sheet=LEFT,
        ),
        Action(
            "scrap_defects", _("Scrap"), scrap, "defect_ids", icon="trash", look="danger", form=QuantityForm,
            tabs=_TO_DO, on_sheet=LEFT,
        ),
        Action(
            "open_supplier_claims", _("Claim from supplier"), claim_for_defects, "defect_ids", icon="receipt-refund",
            form=ClaimForm, on_sheet=Q(supplier__isnull=False),
        ),
    ]  # fmt: skip


class DisposalDesk(Desk):
    name = "disposals"
    title = _("Decisions on defects")
    grant = "see_quality"
    model = Disposal
    icon = "gavel"
    document = "pk"
    has_sheet = False
    sort = "-asked_at"
    search = ("defect__sku__code", "supplier_return__number")
    search_hint = _("Merchant code / return slip")
    tabs = [
        Tab("asked", _("Waits for approval"), Q(state=DisposalState.ASKED), "warn", sort="asked_at"),
        Tab("planned", _("On a return slip"), Q(state=DisposalState.PLANNED), "info"),
        *(Tab(kind.value, kind.label, Q(kind=kind)) for kind in DisposalKind),
        Tab("all", _("All")),
    ]
    columns = [
        Column("sku", _("Merchant code"), field="defect__sku__code", width=130, sortable=False),
        Column("product", _("Goods"), field="defect__sku__product__name", width=230, sortable=False),
        Column("kind", _("Decision"), "state", states=DisposalKind, width=120, sortable=False),
        Column("quantity", _("Quantity"), "quantity", width=80, sortable=False),
        Column("worth", _("Worth"), "money", grant=SEE_COST, width=100, sortable=False),
        Column("state", _("State"), "state", states=DisposalState, tones=DISPOSAL_TONES, width=110, sortable=False),
        Column("slip", _("Return slip"), field="supplier_return__number", width=140, sortable=False),
        Column("words", _("Note"), width=200, sortable=False),
        Column("asked_by", _("Asked by"), "person", width=100, sortable=False),
        Column("asked_at", _("Asked at"), "moment", width=120),
        Column("decided_by", _("Decided by"), "person", width=100, sortable=False),
        Column("decided_at", _("Decided at"), "moment", width=120, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
    ]
    filters = [
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("asked_at", _("Asked at")),
    ]
    actions = [
        Action(
            "approve_disposals", _("Approve"), approve_disposals, "disposal_ids", key="a", icon="check",
            look="primary", tabs=("asked",), confirm=_("Scrap the goods of {count} decisions? They are gone then."),
        ),
        Action(
            "refuse_disposals", _("Refuse"), refuse_disposals, "disposal_ids", icon="x", form=RefuseForm,
            tabs=("asked",),
        ),
    ]  # fmt: skip
