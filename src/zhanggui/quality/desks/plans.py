"""How lots are sampled, and the reasons of defects."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.quality.models import DefectReason, SamplingPlan
from zhanggui.quality.states import SampleMethod, Severity
from zhanggui.ui.desk import Column, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

SEVERITY_TONES: dict[str, Tone] = {"critical": "bad", "major": "warn", "minor": "neutral"}


class SamplingPlanDesk(Desk):
    name = "sampling-plans"
    title = _("Sampling plans")
    grant = "see_quality"
    model = SamplingPlan
    icon = "percentage"
    document = "pk"
    has_sheet = False
    pages = [Page(_("Set a plan"), "quality:set_plan", "set_sampling_plans", "plus")]
    search = ("sku__code", "supplier__code")
    search_hint = _("Merchant code / supplier code")
    empty = _("No plan is set: of everything that arrives every second piece is looked at.")
    tabs = [
        Tab("all", _("All")),
        Tab("company", _("Of the company"), Q(sku__isnull=True, supplier__isnull=True)),
        Tab("sku", _("Of goods"), Q(sku__isnull=False)),
        Tab("supplier", _("Of suppliers"), Q(sku__isnull=True, supplier__isnull=False)),
    ]
    columns = [
        Column("sku", _("Merchant code"), field="sku__code", width=150, sortable=False),
        Column("product", _("Goods"), field="sku__product__name", width=230, sortable=False),
        Column("supplier", _("Supplier code"), field="supplier__code", width=120, sortable=False),
        Column("supplier_name", _("Supplier"), field="supplier__name", width=220, sortable=False),
        Column("method", _("How to sample"), "state", states=SampleMethod, width=140, sortable=False),
        Column("value", _("Percent, pieces or AQL"), "quantity", width=130, sortable=False),
        Column("set_by", _("Set by"), "person", width=100, sortable=False),
        Column("set_at", _("Set at"), "moment", width=120, sortable=False),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        TextFilter("supplier", _("Supplier code"), field="supplier__code"),
    ]


class DefectReasonDesk(Desk):
    name = "defect-reasons"
    title = _("Reasons of defects")
    grant = "see_quality"
    model = DefectReason
    icon = "list-details"
    document = "code"
    has_sheet = False
    sort = "code"
    pages = [Page(_("Set a reason"), "quality:set_reason", "set_defect_reasons", "plus")]
    search = ("code",)
    search_hint = _("Code")
    tabs = [
        Tab("used", pgettext_lazy("reason", "In use"), Q(is_used=True), "good"),
        Tab("unused", pgettext_lazy("reason", "Not in use"), Q(is_used=False)),
    ]
    columns = [
        Column("code", _("Code"), width=90),
        Column("name", _("Chinese name"), width=180, sortable=False),
        Column("name_en", _("English name"), width=180, sortable=False),
        Column("severity", _("Severity"), "state", states=Severity, tones=SEVERITY_TONES, width=110, sortable=False),
    ]
    filters = [TextFilter("code", _("Code"))]
