"""The station of the counter: scan a bin, then everything in it, then the bin once more."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhanggui.counting.answering import COUNT_DONE, EMPTY, LOT, UNDO, count_answer, lot_filled
from zhanggui.counting.models import CountBin, CountTurn
from zhanggui.counting.states import WAITING
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.ui.station import Answer, Figure, Key, Station


class CountStation(Station):
    name = "count"
    title = _("Count bins")
    grant = "begin_bins"
    prompt = _("Scan the bin")
    icon = "clipboard-check"
    help = _("Scan the bin, then every piece in it (*5 for five), then the bin once more.")
    keys = (
        Key(_("Undo"), UNDO, "F6"),
        Key(_("Other lot"), LOT, "F7"),
        Key(_("Bin is empty"), EMPTY, "F8"),
        Key(_("Bin counted"), COUNT_DONE, "F9"),
    )
    takes_count = True

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return count_answer(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def fill(
        self, *, ask: str, values: dict[str, str], scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
    ) -> Answer:
        return lot_filled(ask=ask, values=values, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        waiting = CountBin.objects.visible_to(actor).filter(state__in=WAITING).count()
        today = datetime.combine(company_day(at), time(), company_zone())
        mine = CountTurn.objects.filter(counter=actor.name[:80], counted_at__gte=today).count()
        return [Figure(_("Counted today"), mine), Figure(_("To count"), waiting)]
