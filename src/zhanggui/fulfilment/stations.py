"""The stations of the warehouse: pick, sort, verify, weigh, hand over, empty the stop basket, confirm torn labels."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.answers.basket import basket_answer, basket_filled
from zhanggui.fulfilment.answers.crates import crate_in_answer, crate_out_answer
from zhanggui.fulfilment.answers.pick import pick_answer
from zhanggui.fulfilment.answers.refusing import told_at
from zhanggui.fulfilment.answers.ship import ship_answer
from zhanggui.fulfilment.answers.sort import sort_answer
from zhanggui.fulfilment.answers.tear import tear_answer
from zhanggui.fulfilment.answers.verify import verify_answer, verify_filled, verify_resumed
from zhanggui.fulfilment.answers.weigh import weigh_answer, weigh_filled
from zhanggui.fulfilment.baskets.lost import LOST
from zhanggui.fulfilment.figures import (
    baskets_today,
    crates_today,
    labels_today,
    shipped_today,
    sorted_today,
    verified_today,
    waves_today,
    weighed_today,
)
from zhanggui.fulfilment.incidents.noting import note_refusal, opened_in
from zhanggui.fulfilment.verifying.keyed import CLOSE, HAND, LABEL, RESTART, UNDO
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, Figure, Key, Station


def asks_nothing(*, ask: str, **given: Any) -> Answer:
    """A station without forms."""
    raise RequestNotUnderstood(reason=ask)


class WarehouseStation(Station):
    """A station names the function that answers its scans and the one that counts what was done today.

    What it refuses it refuses for the reason that counts first: a stopped or void label is that at every station. Each
    refusal is an incident by itself, and its button reports others.
    """

    prompt = _("Scan the waybill")
    report = "fulfilment:report_incident"
    takes_stopped: ClassVar[bool] = False
    _answers: ClassVar[Callable[..., Answer]]
    _counts: ClassVar[Callable[..., Sequence[Figure]]]

    _fills: ClassVar[Callable[..., Answer]]

    def __init_subclass__(
        cls,
        *,
        answers: Callable[..., Answer],
        counts: Callable[..., Sequence[Figure]],
        fills: Callable[..., Answer] = asks_nothing,
    ) -> None:
        cls._answers, cls._counts, cls._fills = staticmethod(answers), staticmethod(counts), staticmethod(fills)

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        with self._noting(code, scan_id=scan_id, context=context, actor=actor, at=at):
            return self._answers(code=code, scan_id=scan_id, context=context, actor=actor, at=at)

    def fill(
        self, *, ask: str, values: dict[str, str], scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
    ) -> Answer:
        with self._noting(opened_in(context), scan_id=scan_id, context=context, actor=actor, at=at):
            return self._fills(ask=ask, values=values, scan_id=scan_id, context=context, actor=actor, at=at)

    @contextmanager
    def _noting(
        self, code: str, *, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
    ) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            told = refusal if self.takes_stopped else told_at(refusal, code=code, actor=actor)
            note_refusal(told, station=self.name, code=code, scan_id=scan_id, context=context, actor=actor, at=at)
            raise told from None

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        return self._counts(actor, at)


class PickStation(WarehouseStation, answers=pick_answer, counts=waves_today):
    name = "pick"
    title = _("Pick")
    grant = "pick_waves"
    prompt = _("Scan the wave on the pick list")
    icon = "shopping-cart"
    help = _("Scan the pick list, fetch everything, scan the pick list again.")


class SortStation(WarehouseStation, answers=sort_answer, counts=sorted_today):
    name = "sort"
    title = _("Put wall")
    grant = "sort_scan"
    prompt = _("Scan the wave on the pick list")
    icon = "layout-grid"
    styles = ("fulfilment/put_wall.css",)
    help = _("Scan the wave, then every piece: it goes into the cell that lights up.")
    keys = (Key(_("Undo"), UNDO, "F6"),)


class VerifyStation(WarehouseStation, answers=verify_answer, counts=verified_today, fills=verify_filled):
    name = "verify"
    title = _("Verify")
    grant = "verify_scan"
    icon = "scan"
    prompt = _("Scan waybill, delivery note or wave")
    help = _("Scan the waybill, then every piece. Of a wave scan the item: its label comes.")
    keys = (
        Key(_("Undo"), UNDO, "F6"),
        Key(_("Start again"), RESTART, "F4"),
        Key(_("By hand"), HAND, "F8"),
        Key(_("Put aside"), CLOSE, "F9"),
        Key(_("Label again"), LABEL, "F7"),
    )
    takes_count = True

    def resume(self, *, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        return verify_resumed(context=context, actor=actor, at=at)


class WeighStation(WarehouseStation, answers=weigh_answer, counts=weighed_today, fills=weigh_filled):
    name = "weigh"
    title = _("Weigh")
    grant = "weigh_parcels"
    icon = "scale"
    has_scale = True
    help = _("Scan the waybill, then the weight from the scale or the keyboard.")


class ShipStation(WarehouseStation, answers=ship_answer, counts=shipped_today):
    name = "ship"
    title = _("Hand over")
    grant = "hand_over_parcels"
    icon = "truck"
    help = _("Scan every parcel the courier takes, then the manifest's number to close it.")


class StopBasketStation(WarehouseStation, answers=basket_answer, counts=baskets_today, fills=basket_filled):
    name = "stop-basket"
    takes_stopped = True
    title = _("Stop basket")
    grant = "clear_stopped_parcels"
    prompt = _("Scan a stopped waybill")
    icon = "basket"
    help = _("Scan the waybill, then each piece and its bin; tear up the label, scan it again.")
    keys = (Key(_("Not found"), LOST, "F8"),)


class TearStation(WarehouseStation, answers=tear_answer, counts=labels_today):
    name = "tear"
    takes_stopped = True
    title = _("Torn labels")
    grant = "confirm_torn"
    prompt = _("Scan a void label")
    icon = "file-off"
    help = _("Scan the void label, tear it up. Then the new one can be printed.")


class CrateOutStation(WarehouseStation, answers=crate_out_answer, counts=crates_today):
    name = "crates-out"
    title = _("Crates out")
    grant = "send_crates"
    prompt = _("Who takes the goods?")
    icon = "package-export"
    help = _("The name of who takes the goods, then every parcel. OK prints the list that both sign.")


class CrateInStation(WarehouseStation, answers=crate_in_answer, counts=crates_today):
    name = "crates-in"
    title = _("Crates in")
    grant = "return_crates"
    icon = "package-import"
    help = _("Scan every parcel that comes back in its crate.")
