"""The stations of the warehouse: pick, verify, weigh, hand over, empty the stop basket, confirm torn labels."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.answers.basket import basket_answer
from zhanggui.fulfilment.answers.pick import pick_answer
from zhanggui.fulfilment.answers.ship import ship_answer
from zhanggui.fulfilment.answers.tear import tear_answer
from zhanggui.fulfilment.answers.verify import verify_answer
from zhanggui.fulfilment.answers.weigh import weigh_answer
from zhanggui.fulfilment.figures import (
    baskets_today,
    labels_today,
    shipped_today,
    verified_today,
    waves_today,
    weighed_today,
)
from zhanggui.kernel.actor import Actor
from zhanggui.ui.station import Answer, Figure, Station


class WarehouseStation(Station):
    """A station names the function that answers its scans and the one that counts what was done today."""

    answers: ClassVar[Callable[..., Answer]]
    counts: ClassVar[Callable[..., Sequence[Figure]]]

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return self.answers(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return self.counts(actor, at)


class PickStation(WarehouseStation):
    name = "pick"
    title = _("Pick")
    grant = "pick_waves"
    prompt = _("Scan the wave on the pick list")
    icon = "shopping-cart"
    help = _("Scan the pick list, fetch everything, scan the pick list again.")
    answers = staticmethod(pick_answer)
    counts = staticmethod(waves_today)


class VerifyStation(WarehouseStation):
    name = "verify"
    title = _("Verify")
    grant = "verify_scan"
    prompt = _("Scan the waybill")
    icon = "scan"
    help = _("Scan the waybill, then every piece. The last piece completes the parcel.")
    answers = staticmethod(verify_answer)
    counts = staticmethod(verified_today)


class WeighStation(WarehouseStation):
    name = "weigh"
    title = _("Weigh")
    grant = "weigh_parcels"
    prompt = _("Scan the waybill")
    icon = "scale"
    help = _("Scan the waybill, then the weight from the scale or the keyboard.")
    answers = staticmethod(weigh_answer)
    counts = staticmethod(weighed_today)


class ShipStation(WarehouseStation):
    name = "ship"
    title = _("Hand over")
    grant = "ship_parcels"
    prompt = _("Scan the waybill")
    icon = "truck"
    help = _("Scan every parcel the courier takes.")
    answers = staticmethod(ship_answer)
    counts = staticmethod(shipped_today)


class StopBasketStation(WarehouseStation):
    name = "stop-basket"
    title = _("Stop basket")
    grant = "clear_stopped_parcels"
    prompt = _("Scan a stopped waybill")
    icon = "basket"
    help = _("Scan the waybill, put the goods back, tear up the label, scan again.")
    answers = staticmethod(basket_answer)
    counts = staticmethod(baskets_today)


class TearStation(WarehouseStation):
    name = "tear"
    title = _("Torn labels")
    grant = "confirm_torn"
    prompt = _("Scan a void label")
    icon = "file-off"
    help = _("Scan the void label, tear it up. Then the new one can be printed.")
    answers = staticmethod(tear_answer)
    counts = staticmethod(labels_today)
