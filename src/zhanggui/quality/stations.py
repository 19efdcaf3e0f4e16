"""The station of the inspector: a number or a barcode opens an inspection, the code of a reason is a defect."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.quality.answering import CLOSE, DEFECT, FAIL, MEASURE, PASS, SORT, SPECIAL, UNDO, filled, resumed, scanned
from zhanggui.quality.models import Inspection
from zhanggui.quality.queries import inspected_today
from zhanggui.quality.states import UNDECIDED
from zhanggui.ui.station import Answer, Figure, Key, Station


class InspectStation(Station):
    name = "inspect"
    title = _("Inspect")
    grant = "judge_inspections"
    prompt = _("Scan the inspection, the receipt or the goods")
    icon = "microscope"
    help = _("Scan the goods, look at the sample, scan the code of each defect's reason. Then decide.")
    keys = (
        Key(_("Defect"), DEFECT, "F4"),
        Key(_("Undo"), UNDO, "F6"),
        Key(pgettext_lazy("inspection", "Pass"), PASS, "F8"),
        Key(_("Sorted"), SORT, "F7"),
        Key(_("Fail"), FAIL, "F3"),
        Key(_("Special"), SPECIAL, "F10"),
        Key(_("Measure"), MEASURE, "Insert"),
        Key(_("Put aside"), CLOSE, "F9"),
    )

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return scanned(code, scan_id=scan_id, context=context, actor=actor, at=at)

    def fill(
        self, *, ask: str, values: dict[str, str], scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
    ) -> Answer:
        return filled(ask, values, scan_id=scan_id, context=context, actor=actor, at=at)

    def resume(self, *, context: dict[str, Any], actor: Actor, at: datetime) -> Answer | None:
        return resumed(context, actor=actor)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        """What was decided today, and what waits."""
        waiting = Inspection.objects.visible_to(actor).filter(state__in=UNDECIDED).count()
        return [Figure(_("Inspected today"), inspected_today(actor, at)), Figure(_("Not inspected"), waiting)]
