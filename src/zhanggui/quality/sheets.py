"""The sheets of an inspection, of a defect and of a return to a supplier."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.catalog.queries import SEE_COST
from zhanggui.inventory.models import InspectionMark
from zhanggui.inventory.states import MarkState
from zhanggui.kernel.actor import Actor
from zhanggui.quality.desks import DefectDesk, QualityInspectionDesk, SupplierReturnDesk
from zhanggui.quality.desks.claims import RETURN_TONES
from zhanggui.quality.desks.inspections import TONES
from zhanggui.quality.models import Defect, Inspection, SupplierReturn
from zhanggui.quality.reasons import reason_name
from zhanggui.quality.states import DisposalKind, DisposalState, InspectionState, ReturnState, SampleMethod, Severity
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Badge, Fields, Lines, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def head_of(inspection: Inspection, actor: Actor) -> Mapping[str, Any]:
    sku = inspection.sku
    return {
        **vars(inspection),
        "sku": sheet_link("skus", sku.pk, sku.code, actor),
        "goods": " ".join(filter(None, [sku.product.name, sku.spec])),
        "supplier": sheet_link("suppliers", inspection.supplier_id, str(inspection.supplier or ""), actor),
        "place": inspection.location.code,
    }


def findings_of(inspection: Inspection, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = inspection.findings.select_related("reason").order_by("-pk")
    return [
        {
            **vars(one),
            "reason": f"{one.reason.code} {reason_name(one.reason.name, one.reason.name_en)}",
            "severity": one.reason.severity,
            "is_undone": _("taken back") if one.undone_at else "",
        }
        for one in rows
    ]


def measured_of(inspection: Inspection, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """With what the catalog says of the SKU above."""
    sku = inspection.sku
    book = {name: getattr(sku, name) for name in ("weight_g", "length_mm", "width_mm", "height_mm")}
    rows = list(inspection.measurements.order_by("-pk").values())
    return [{**book, "measured_by": _("as in the catalog")}, *rows] if rows else []


def marks_of(inspection: Inspection, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Where other goods of the same lot are marked for the inspector."""
    marks = InspectionMark.objects.filter(sku_id=inspection.sku_id, lot__in=["", inspection.lot])
    if actor.warehouse_ids is not None:
        marks = marks.filter(warehouse_id__in=actor.warehouse_ids)
    return list(
        marks.order_by("-pk").values("lot", "state", "reason", "marked_by", "marked_at", "warehouse__name")[:50]
    )


def defects_of(inspection: Inspection, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = inspection.defects.select_related("reason").order_by("pk")
    return [{**vars(one), "reason": _why(one)} for one in rows]


def _why(defect: Defect) -> Any:
    if defect.reason is None:
        return pgettext_lazy("defect", "Failed with its lot")
    return f"{defect.reason.code} {reason_name(defect.reason.name, defect.reason.name_en)}"


def pictures_of(inspection: Inspection, actor: Actor) -> Mapping[str, Any]:
    rows = inspection.photos.order_by("pk").values("pk", "taken_by", "taken_at")
    return {"inspection": inspection, "pictures": list(rows), "may_add": actor.may("add_inspection_photos")}


class InspectionSheet(Sheet):
    desk = QualityInspectionDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("sku", _("Merchant code"), "links"),
                Column("goods", _("Goods")),
                Column("lot", _("Lot")),
                Column("supplier", _("Supplier"), "links"),
                Column("paper", _("Receipt")),
                Column("place", _("Place")),
                Column("quantity", _("Quantity"), "quantity"),
                Column("method", _("Plan"), "state", states=SampleMethod),
                Column("value", _("Percent, pieces or AQL"), "quantity"),
                Column("sample", _("Sample"), "quantity"),
                Column("accept", _("Allowed defects"), "quantity"),
                Column("checked", _("Pieces looked at"), "quantity"),
                Column("defective", _("Found defective"), "quantity"),
                Column("passed", _("Pieces passed"), "quantity"),
                Column("failed", _("Pieces failed"), "quantity"),
                Column("unit_cost", _("Cost of a piece"), "money", grant=SEE_COST),
                Column("arrived_at", pgettext_lazy("goods", "Arrived at"), "moment"),
                Column("due_at", _("Due at"), "moment"),
                Column("inspector", _("Inspector"), "person"),
                Column("begun_at", _("Begun at"), "moment"),
                Column("asked_because", _("Why to accept")),
                Column("judged_by", _("Decided by"), "person"),
                Column("judged_at", _("Decided at"), "moment"),
                Column("note", _("Note")),
            ],
            read=head_of,
        ),
        Lines(
            _("Defects found"),
            [
                Column("reason", _("Reason of the defect")),
                Column("severity", _("Severity"), "state", states=Severity),
                Column("pieces", pgettext_lazy("quality", "Pieces"), "quantity"),
                Column("note", _("Note")),
                Column("found_by", _("Inspector"), "person"),
                Column("found_at", _("Found at"), "moment"),
                Column("is_undone", pgettext_lazy("finding", "Taken back")),
            ],
            read=findings_of,
            empty=_("Nothing is on record as defective."),
        ),
        Lines(
            _("Measured"),
            [
                Column("weight_g", _("Weight (g)"), "quantity"),
                Column("length_mm", _("Length (mm)"), "quantity"),
                Column("width_mm", _("Width (mm)"), "quantity"),
                Column("height_mm", _("Height (mm)"), "quantity"),
                Column("measured_by", _("Measured by"), "person"),
                Column("measured_at", _("Measured at"), "moment"),
            ],
            read=measured_of,
            empty=_("No piece was measured."),
        ),
        Partial(_("Pictures"), "quality/pictures.html", read=pictures_of),
        Lines(
            _("In the defective zone"),
            [
                Column("reason", _("Reason of the defect"), link=True),
                Column("quantity", _("Quantity"), "quantity"),
                Column("left", _("To decide"), "quantity"),
            ],
            read=defects_of,
            link=lambda row: f"/sheet/defects/{row['id']}/",
            empty=_("Nothing of it lies in the defective zone."),
        ),
        Lines(
            _("Marks on goods of the same lot"),
            [
                Column("warehouse__name", _("Warehouse")),
                Column("lot", _("Lot")),
                Column("state", _("State"), "state", states=MarkState),
                Column("reason", _("Why")),
                Column("marked_by", _("Marked by"), "person"),
                Column("marked_at", _("Marked at"), "moment"),
            ],
            read=marks_of,
            empty=_("No goods of this lot are marked."),
        ),
    ]

    def badges(self, document: Inspection, actor: Actor) -> Sequence[Badge]:
        return [Badge(InspectionState(document.state).label, TONES[document.state])]

    def timeline(self, document: Inspection, actor: Actor) -> Sequence[Event]:
        return timeline_of([("quality_inspection", [document.pk])])


def defect_head(defect: Defect, actor: Actor) -> Mapping[str, Any]:
    sku = defect.sku
    number = defect.inspection.number if defect.inspection else ""
    return {
        **vars(defect),
        "sku": sheet_link("skus", sku.pk, sku.code, actor),
        "goods": " ".join(filter(None, [sku.product.name, sku.spec])),
        "reason": _why(defect),
        "inspection": sheet_link("quality-inspections", defect.inspection_id, number, actor),
        "supplier": sheet_link("suppliers", defect.supplier_id, str(defect.supplier or ""), actor),
        "place": defect.location.code,
    }


def disposals_of(defect: Defect, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = defect.disposals.select_related("supplier_return").order_by("pk")
    return [
        {
            **vars(one),
            "slip": sheet_link("supplier-returns", one.supplier_return_id, str(one.supplier_return or ""), actor),
        }
        for one in rows
    ]


_DISPOSALS = [
    Column("kind", _("Decision"), "state", states=DisposalKind),
    Column("quantity", _("Quantity"), "quantity"),
    Column("worth", _("Worth"), "money", grant=SEE_COST),
    Column("state", _("State"), "state", states=DisposalState),
    Column("slip", _("Return slip"), "links"),
    Column("words", _("Note")),
    Column("asked_by", _("Asked by"), "person"),
    Column("asked_at", _("Asked at"), "moment"),
    Column("decided_by", _("Decided by"), "person"),
    Column("decided_at", _("Decided at"), "moment"),
]


class DefectSheet(Sheet):
    desk = DefectDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("sku", _("Merchant code"), "links"),
                Column("goods", _("Goods")),
                Column("lot", _("Lot")),
                Column("reason", _("Reason of the defect")),
                Column("words", _("Note")),
                Column("quantity", _("Quantity"), "quantity"),
                Column("left", _("To decide"), "quantity"),
                Column("supplier", _("Supplier"), "links"),
                Column("inspection", _("Inspection"), "links"),
                Column("place", _("Place")),
                Column("unit_cost", _("Cost of a piece"), "money", grant=SEE_COST),
                Column("came_by", _("Set aside by"), "person"),
                Column("came_at", _("Set aside at"), "moment"),
            ],
            read=defect_head,
        ),
        Lines(_("Decisions"), _DISPOSALS, read=disposals_of, empty=_("Nothing was decided yet.")),
    ]

    def badges(self, document: Defect, actor: Actor) -> Sequence[Badge]:
        if document.left:
            return [Badge(_("To decide"), "bad")]
        return [Badge(_("Decided"), "good")]

    def timeline(self, document: Defect, actor: Actor) -> Sequence[Event]:
        return timeline_of([("defect", [document.pk])])


def slip_head(slip: SupplierReturn, actor: Actor) -> Mapping[str, Any]:
    supplier = sheet_link("suppliers", slip.supplier_id, f"{slip.supplier.code} {slip.supplier.name}", actor)
    return {**vars(slip), "supplier": supplier}


def slip_lines(slip: SupplierReturn, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = slip.lines.select_related("defect__sku__product", "defect__reason").order_by("pk")
    return [
        {
            "defect_id": one.defect_id,
            "sku": one.defect.sku.code,
            "goods": " ".join(filter(None, [one.defect.sku.product.name, one.defect.sku.spec])),
            "lot": one.defect.lot,
            "reason": _why(one.defect),
            "quantity": one.quantity,
            "worth": one.worth,
        }
        for one in rows
    ]


def slip_of(slip: SupplierReturn, actor: Actor) -> Mapping[str, Any]:
    return {"slip": slip}


class SupplierReturnSheet(Sheet):
    desk = SupplierReturnDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("supplier", _("Supplier"), "links"),
                Column("pieces", pgettext_lazy("quality", "Pieces"), "quantity"),
                Column("carrier", _("Who took the goods")),
                Column("waybill", _("Waybill")),
                Column("note", _("Note")),
                Column("opened_by", _("Made by"), "person"),
                Column("opened_at", _("Made at"), "moment"),
                Column("returned_by", pgettext_lazy("supplier return", "Handed over by"), "person"),
                Column("returned_at", pgettext_lazy("supplier return", "Handed over at"), "moment"),
            ],
            read=slip_head,
        ),
        Lines(
            _("Goods on the slip"),
            [
                Column("sku", _("Merchant code"), link=True),
                Column("goods", _("Goods")),
                Column("lot", _("Lot")),
                Column("reason", _("Reason of the defect")),
                Column("quantity", pgettext_lazy("quality", "Pieces"), "quantity"),
                Column("worth", _("Worth"), "money", grant=SEE_COST),
            ],
            read=slip_lines,
            link=lambda row: f"/sheet/defects/{row['defect_id']}/",
        ),
        Partial(_("Return slip"), "quality/slip.html", read=slip_of),
    ]

    def badges(self, document: SupplierReturn, actor: Actor) -> Sequence[Badge]:
        return [Badge(ReturnState(document.state).label, RETURN_TONES[document.state])]

    def timeline(self, document: SupplierReturn, actor: Actor) -> Sequence[Event]:
        return timeline_of([("supplier_return", [document.pk])])
