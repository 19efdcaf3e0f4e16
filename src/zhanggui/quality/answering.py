"""What the inspector's station answers. The context of each answer is the inspection that lies on the table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.quality.flows.ask_special_acceptance import ask_special_acceptance
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.measure_pieces import measure_pieces
from zhanggui.quality.flows.record_findings import record_findings
from zhanggui.quality.flows.undo_findings import undo_findings
from zhanggui.quality.models import DefectReason, Inspection
from zhanggui.quality.reasons import offered_reasons, reason_name
from zhanggui.quality.rules.findings import FindingDraft, MeasureDraft
from zhanggui.quality.states import UNDECIDED, InspectionState
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, Ask, Field, Item, Tone

DEFECT, UNDO, MEASURE, PASS, SORT, FAIL, SPECIAL, CLOSE = (
    f"*{word}" for word in ("DEFECT", "UNDO", "MEASURE", "PASS", "SORT", "FAIL", "SPECIAL", "CLOSE")
)
_RESULTS = {PASS: InspectionState.PASSED, SORT: InspectionState.SORTED, FAIL: InspectionState.FAILED}
_MEASURES = ("weight_g", "length_mm", "width_mm", "height_mm")
Context = dict[str, Any]


class NothingToInspect(Refusal):
    """Nothing waits for the inspector under “{code}”."""


class NothingOnTable(Refusal):
    """Scan an inspection, its receipt or the goods first."""


def scanned(code: str, *, scan_id: UUID, context: Context, actor: Actor, at: datetime) -> Answer:
    """A key does what it says; the code of a reason is one defective piece; anything else opens an inspection."""
    by: dict[str, Any] = {"actor": actor, "at": at}
    if code == CLOSE:
        return Answer(_("Put aside"), tone="info", detail=str(context.get("number", "")))
    if code.startswith("*"):
        return _pressed(code, _on_table(context, actor), **by)
    reason = DefectReason.objects.filter(code=code.strip().upper(), is_used=True).first()
    if reason is not None and context.get("inspection"):
        return _found(_on_table(context, actor), reason.code, 1, "", scan_id=scan_id, **by)
    return _opened(code, **by)


def filled(
    ask: str, values: Mapping[str, str], *, scan_id: UUID, context: Context, actor: Actor, at: datetime
) -> Answer:
    inspection = _on_table(context, actor)
    by: dict[str, Any] = {"actor": actor, "at": at}
    match ask:
        case "defect":
            pieces = number_of(values.get("pieces", "")) or 0
            return _found(inspection, values.get("reason", ""), pieces, values.get("note", ""), scan_id=scan_id, **by)
        case "measure":
            numbers = [number_of(values.get(name, "")) or 0 for name in _MEASURES]
            measure_pieces(measures=[MeasureDraft(inspection.pk, scan_id, *numbers)], **by).one()
            return _shown(inspection, headline=_("Measured"))
        case "special":
            reason = values.get("reason", "")
            ask_special_acceptance(inspection_ids=[inspection.pk], reason=reason, **by).one()
            return Answer(_("Special acceptance asked"), detail=inspection.number, tone="warn", sound="done")
        case "passed" | "failed" | "sorted":
            checked = number_of(values.get("checked", "")) or None
            verdict = Verdict(inspection.pk, ask, checked, values.get("note", ""))
            judge_inspections(verdicts=[verdict], **by).one()
            return _judged(inspection.pk)
    raise RequestNotUnderstood(reason=ask)


def resumed(context: Context, *, actor: Actor) -> Answer | None:
    if not context.get("inspection"):
        return None
    inspection = _on_table(context, actor)
    return _shown(inspection) if inspection.state == InspectionState.INSPECTING else None


def _on_table(context: Context, actor: Actor) -> Inspection:
    rows = Inspection.objects.visible_to(actor).select_related("sku__product", "supplier")
    found = rows.filter(pk=number_of(str(context.get("inspection", ""))) or 0).first()
    if found is None:
        raise NothingOnTable
    return found


def _opened(code: str, *, actor: Actor, at: datetime) -> Answer:
    """By its number, by the paper the goods came with, or by the goods: what is due first."""
    text = code.strip()
    rows = Inspection.objects.visible_to(actor).filter(state__in=UNDECIDED)
    named = rows.filter(Q(number=text) | Q(paper=text) | Q(sku__code=text) | Q(sku__barcodes__code=text))
    mine = Q(inspector_user_id=actor.user_id) if actor.user_id else Q(inspector=actor.name)
    fits = named.filter(Q(state=InspectionState.WAITING) | Q(state=InspectionState.INSPECTING) & mine)
    pk = (fits or named).order_by("due_at", "pk").values_list("pk", flat=True).first()
    if pk is None:
        raise NothingToInspect(code=text)
    begin_inspections(inspection_ids=[pk], actor=actor, at=at).one()
    others = named.exclude(pk=pk).values("pk").distinct().count()
    detail = _("{count} more wait under this code").format(count=others) if others else ""
    return _shown(_on_table({"inspection": pk}, actor), detail=detail)


def _pressed(code: str, inspection: Inspection, *, actor: Actor, at: datetime) -> Answer:
    if code == UNDO:
        undo_findings(inspection_ids=[inspection.pk], actor=actor, at=at).one()
        inspection.refresh_from_db(fields=["defective"])
        return _shown(inspection, headline=_("Last finding taken back"))
    if code == DEFECT:
        fields = (
            Field("reason", _("Reason of the defect"), "choice", choices=tuple(offered_reasons())),
            Field("pieces", _("Defective pieces"), "number", value="1"),
            Field("note", _("Note")),
        )
        return _shown(inspection, ask=Ask("defect", _("Defect found"), fields))
    if code == MEASURE:
        titles = (_("Weight (g)"), _("Length (mm)"), _("Width (mm)"), _("Height (mm)"))
        sizes = tuple(Field(name, title, "number") for name, title in zip(_MEASURES, titles, strict=True))
        return _shown(inspection, ask=Ask("measure", _("Measure"), sizes))
    if code == SPECIAL:
        ask = Ask("special", _("Ask for special acceptance"), (Field("reason", _("Why should they be accepted?")),))
        return _shown(inspection, ask=ask)
    if code in _RESULTS:
        result = _RESULTS[code]
        looked = () if code == SORT else (Field("checked", _("Pieces looked at"), "number", value=_looked(inspection)),)
        sentence = _("Found defective: {defective}. Allowed: {accept}.").format(
            defective=inspection.defective, accept=inspection.accept
        )
        return _shown(inspection, ask=Ask(result.value, result.label, (*looked, Field("note", _("Note"))), sentence))
    raise RequestNotUnderstood(reason=code)


def _looked(inspection: Inspection) -> str:
    return str(max(inspection.sample, inspection.defective))


def _found(
    inspection: Inspection, reason: str, pieces: int, note: str, *, scan_id: UUID, actor: Actor, at: datetime
) -> Answer:
    draft = FindingDraft(inspection.pk, reason, pieces, scan_id, note[:200])
    record_findings(findings=[draft], actor=actor, at=at).one()
    inspection.refresh_from_db(fields=["defective"])
    row = DefectReason.objects.get(code=reason)
    words = f"{row.code} {reason_name(row.name, row.name_en)}"
    return _shown(inspection, headline=_("Defect: {reason}").format(reason=words), tone_is_bad=True)


def _shown(
    inspection: Inspection,
    *,
    headline: str = "",
    detail: str = "",
    ask: Ask | None = None,
    tone_is_bad: bool = False,
) -> Answer:
    """The goods, how many to look at, and how many were found. Amber once more are defective than the plan allows."""
    sku = inspection.sku
    goods = " ".join(filter(None, [sku.product.name, sku.spec]))
    over = inspection.defective > inspection.accept
    where = " · ".join(filter(None, [inspection.number, sku.code, inspection.lot, inspection.paper]))
    return Answer(
        headline or _("Look at {sample} of {quantity} pieces").format(
            sample=inspection.sample, quantity=inspection.quantity
        ),
        detail=detail or where,
        tone="warn" if over or tone_is_bad else "info",
        mark=str(inspection.sample),
        items=(
            Item(goods, sku.code, inspection.sample, inspection.quantity, sku.product.picture),
            Item(
                _("Found defective: {defective}. Allowed: {accept}.").format(
                    defective=inspection.defective, accept=inspection.accept
                )
            ),
        ),
        prompt=_("Scan the code of a reason, or decide"),
        context={"inspection": inspection.pk, "number": inspection.number},
        ask=ask,
    )  # fmt: skip


def _judged(pk: int) -> Answer:
    inspection = Inspection.objects.get(pk=pk)
    state = InspectionState(inspection.state)
    detail = _("{passed} pieces free to be put away, {failed} into the defective zone").format(
        passed=inspection.passed, failed=inspection.failed
    )
    tone: Tone = "bad" if state == InspectionState.FAILED else "good"
    return Answer(str(state.label), detail=f"{inspection.number} · {detail}", tone=tone, sound="done")
