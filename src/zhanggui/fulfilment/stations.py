"""The stations of the warehouse: pick, verify, weigh, hand over, empty the stop basket."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.answers.basket import basket_answer
from zhanggui.fulfilment.answers.pick import pick_answer
from zhanggui.fulfilment.answers.ship import ship_answer
from zhanggui.fulfilment.answers.verify import verify_answer
from zhanggui.fulfilment.answers.weigh import weigh_answer
from zhanggui.fulfilment.figures import baskets_today, shipped_today, verified_today, waves_today, weighed_today
from zhanggui.kernel.actor import Actor
from zhanggui.ui.station import Answer, Figure, Station


class PickStation(Station):
    name = "pick"
    title = _("Pick")
    grant = "pick_waves"
    prompt = _("Scan the wave on the pick list")
    icon = "shopping-cart"
    help = _("Scan the pick list, fetch everything, scan the pick list again.")

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return pick_answer(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return waves_today(actor, at)


class VerifyStation(Station):
    name = "verify"
    title = _("Verify")
    grant = "verify_scan"
    prompt = _("Scan the waybill")
    icon = "scan"
    help = _("Scan the waybill, then every piece. The last piece completes the parcel.")

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return verify_answer(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return verified_today(actor, at)


class WeighStation(Station):
    name = "weigh"
    title = _("Weigh")
    grant = "weigh_parcels"
    prompt = _("Scan the waybill")
    icon = "scale"
    help = _("Scan the waybill, then the weight from the scale or the keyboard.")

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return weigh_answer(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return weighed_today(actor, at)


class ShipStation(Station):
    name = "ship"
    title = _("Hand over")
    grant = "ship_parcels"
    prompt = _("Scan the waybill")
    icon = "truck"
    help = _("Scan every parcel the courier takes.")

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return ship_answer(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return shipped_today(actor, at)


class StopBasketStation(Station):
    name = "stop-basket"
    title = _("Stop basket")
    grant = "clear_stopped_parcels"
    prompt = _("Scan a stopped waybill")
    icon = "basket"
    help = _("Scan the waybill, put the goods back, tear up the label, scan again.")

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return basket_answer(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return baskets_today(actor, at)
