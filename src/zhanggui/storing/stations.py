"""The stations of the storekeeper: goods from receiving into bins, and goods from one bin to another."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.inventory.blind import seen_places
from zhanggui.inventory.models import Balance, Location
from zhanggui.inventory.states import SELLABLE
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.kernel.keys import number_of
from zhanggui.storing.answering import DROP, Hand, ScanOriginFirst, carried, contents_answer, filled
from zhanggui.storing.models import Carry
from zhanggui.storing.queries import to_put_away
from zhanggui.storing.states import CarryKind
from zhanggui.ui.station import Answer, Figure, Key, Station


class _CarryStation(Station):
    """Take goods, scan the bin."""

    kind: ClassVar[CarryKind]
    keys = (Key(_("Put it down"), DROP, "F6"),)
    takes_count = False  # a “× 1” beside the scan would be read as one piece, where nothing said means all

    def rows(self, actor: Actor) -> QuerySet[Balance]:
        raise NotImplementedError

    def fill(
        self, *, ask: str, values: dict[str, str], scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
    ) -> Answer:
        return filled(
            self.kind, self.rows(actor), ask=ask, values=values, scan_id=scan_id, context=context, actor=actor, at=at
        )

    def carried_today(self, actor: Actor, at: datetime) -> int:
        today = datetime.combine(company_day(at), time(), company_zone())
        rows = Carry.objects.filter(carried_at__gte=today, kind=self.kind, carried_by=actor.name[:80])
        return rows.count()


class PutAwayStation(_CarryStation):
    name = "put-away"
    title = _("Put away")
    grant = "put_away"
    prompt = _("Scan the goods or the receiving place")
    icon = "packages"
    help = _("Scan the goods (*5 for five of them): the bin is shown. Bring them there and scan the bin.")
    kind = CarryKind.PUT_AWAY

    def rows(self, actor: Actor) -> QuerySet[Balance]:
        return to_put_away(actor=actor)

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        rows = self.rows(actor)
        place = Location.objects.filter(code=code.strip(), pk__in=rows.values("location_id")).order_by("pk").first()
        if place is not None:
            return contents_answer(place, rows.filter(location=place))
        return carried(self.kind, rows, code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        waiting = self.rows(actor).count()
        return [Figure(_("Put away today"), self.carried_today(actor, at)), Figure(_("To put away"), waiting)]


class MoveStation(_CarryStation):
    name = "move-stock"
    title = _("Move between bins")
    grant = "move_stock"
    prompt = _("Scan the bin from which you take the goods")
    icon = "arrows-transfer-down"
    help = _("Scan the bin, the goods (*5 for five of them, otherwise all), then the bin into which they go.")
    kind = CarryKind.MOVED

    def rows(self, actor: Actor) -> QuerySet[Balance]:
        rows = Balance.objects.filter(location__kind__in=SELLABLE, on_hand__gt=0)
        if actor.warehouse_ids is not None:
            rows = rows.filter(location__warehouse_id__in=actor.warehouse_ids)
        return seen_places(rows, actor=actor)

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        rows = self.rows(actor)
        if Hand.of(context) is None and (place := self._place(code, context, actor)) is not None:
            return contents_answer(place, rows.filter(location=place))
        return carried(self.kind, rows, code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return [Figure(_("Moved today"), self.carried_today(actor, at))]

    def _place(self, code: str, context: dict[str, Any], actor: Actor) -> Location | None:
        """The bin meant, or none where a bin was scanned before and this is goods."""
        places = Location.objects.filter(code=code.strip(), kind__in=SELLABLE)
        if actor.warehouse_ids is not None:
            places = places.filter(warehouse_id__in=actor.warehouse_ids)
        found = places.order_by("pk").first()
        if found is None and not number_of(str(context.get("place", ""))) and code.upper() != DROP:
            raise ScanOriginFirst(code=code)
        return found
