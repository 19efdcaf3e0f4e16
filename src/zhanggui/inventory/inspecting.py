"""What the desks ask about single pieces: their codes, and the inspector's marks on goods."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.inventory.flows.add_codes import add_codes
from zhanggui.inventory.flows.mark_inspections import MarkDraft, mark_inspections
from zhanggui.inventory.flows.pass_inspections import pass_inspections
from zhanggui.inventory.forms import PassForm, warehouses_of
from zhanggui.inventory.models import Availability, InspectionMark
from zhanggui.inventory.states import MarkState
from zhanggui.inventory.unique_codes import CodeDraft
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab, TextFilter


class OneSkuAtATime(Refusal):
    """Give the codes of one SKU in one warehouse at a time."""


def add_stock_codes(
    *, stock_ids: Sequence[int], codes: Sequence[str], lot: str, actor: Actor, at: datetime
) -> Outcome[int]:
    """`add_codes` as the desk asks it: the codes of one SKU in one warehouse."""
    if len(stock_ids) != 1:
        raise OneSkuAtATime
    stock = Availability.objects.get(pk=stock_ids[0])
    drafts = [CodeDraft(code, stock.sku_id, stock.warehouse_id, lot) for code in codes]
    for refusal in add_codes(codes=drafts, actor=actor, at=at).refused.values():
        raise refusal
    return Outcome(done=[stock.pk])


def mark_stock(*, stock_ids: Sequence[int], lot: str, reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    """`mark_inspections` as the desk asks it."""
    rows = Availability.objects.filter(pk__among=set(stock_ids)).values_list("pk", "sku_id", "warehouse_id")
    drafts = {MarkDraft(sku_id, warehouse_id, lot): pk for pk, sku_id, warehouse_id in rows}
    outcome = mark_inspections(marks=list(drafts), reason=reason, actor=actor, at=at)
    return Outcome([drafts[draft] for draft in outcome.done], {drafts[one]: no for one, no in outcome.refused.items()})


class InspectionDesk(Desk):
    """Goods that wait for the inspector (抽检), and those passed."""

    name = "inspections"
    title = _("Sampling inspection")
    grant = "see_stock"
    model = InspectionMark
    icon = "eye-check"
    document = "pk"
    has_sheet = False
    sort = "-marked_at"
    search = ("sku__code", "sku__barcodes__code")
    search_hint = _("Merchant code / barcode")
    tabs = [
        Tab("pending", _("Inspection pending"), Q(state=MarkState.PENDING), "warn"),
        Tab("passed", _("Inspection passed"), Q(state=MarkState.PASSED), "good"),
    ]
    columns = [
        Column("sku", _("Merchant code"), field="sku__code", width=150),
        Column("product", _("Goods"), field="sku__product__name", width=230),
        Column("spec", _("Specification"), field="sku__spec", width=130),
        Column("lot", _("Lot"), value=lambda row: row["lot"] or _("every lot"), needs=("lot",), width=110),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110),
        Column("reason", _("Why"), width=220, sortable=False),
        Column("marked_by", _("Marked by"), "person", width=100, sortable=False),
        Column("marked_at", _("Marked at"), "moment", width=110),
        Column("passed_by", _("Passed by"), "person", width=100, sortable=False),
        Column("passed_at", _("Passed at"), "moment", width=110, sortable=False),
        Column("note", _("Note"), width=200, sortable=False),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("marked_at", _("Marked at")),
    ]
    actions = [
        Action(
            "pass_inspections", _("Pass"), pass_inspections, "mark_ids", icon="circle-check", key="p", look="primary",
            form=PassForm, tabs=("pending",),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[InspectionMark]:
        rows = InspectionMark.objects.all()
        return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)
