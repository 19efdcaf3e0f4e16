"""What the stations of the storekeeper say: goods in the hand, where they should go, where they went."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Balance, Location
from zhanggui.inventory.queries import sku_scanned
from zhanggui.inventory.states import SELLABLE
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import key_of, number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.storing.flows.move_stock import move_stock
from zhanggui.storing.flows.put_away import put_away
from zhanggui.storing.queries import suggestions
from zhanggui.storing.rules.carrying import CarryDraft
from zhanggui.storing.states import CarryKind
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, Ask, Field, Item

LOT, NOTE, DROP = "LOT", "NOTE", "DROP"
MOST_ROWS = 40
_TIMES = re.compile(r"[*×＊](?P<times>\d{1,6})(\s+(?P<code>\S.*))?", re.ASCII)


class NothingWaits(Refusal):
    """No {sku} waits to be put away here. Scan the goods again, or ask where they were received."""

    sound = "wrong_barcode"


class NothingFreeThere(Refusal):
    """No {sku} lies free in {place}. What pickers were promised stays."""

    sound = "wrong_barcode"


class ScanGoodsFirst(Refusal):
    """Scan the goods first."""


class ScanOriginFirst(Refusal):
    """{code} is no bin of yours. Scan the bin from which you take the goods."""

    sound = "wrong_barcode"


@dataclass(frozen=True, slots=True)
class Hand:
    """What the storekeeper holds: pieces of one SKU and lot of one place, as the last scan knew it."""

    origin: int
    sku: int
    lot: str
    there: int
    pieces: int = 0
    """0: as many as the bin is suggested for, or all of them."""

    @classmethod
    def of(cls, context: dict[str, Any]) -> "Hand | None":
        origin, sku, there, pieces, lot = (*str(context.get("hand", "")).split(" ", 4), "", "", "", "", "")[:5]
        hand = cls(number_of(origin), number_of(sku), lot[:40], number_of(there), number_of(pieces))
        return hand if hand.origin and hand.sku and hand.there else None

    def __str__(self) -> str:
        return f"{self.origin} {self.sku} {self.there} {self.pieces} {self.lot}"


def carried(
    kind: CarryKind, rows: QuerySet[Balance], *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor,
    at: datetime,
) -> Answer:  # fmt: skip
    """Goods come into the hand, a bin takes them. `rows` are the balances from which they may be taken."""
    if code.upper() == DROP:
        return Answer(_("Nothing in the hand"), tone="info", context=_origin_alone(context))
    hand, (times, goods) = Hand.of(context), _times(code)
    if times and not goods:
        if hand is None:
            raise ScanGoodsFirst
        return _in_hand(kind, replace(hand, pieces=times), at=at)
    if hand is not None and not times and (target := _bin_beside(hand, goods)) is not None:
        return _into(kind, hand, target, note="", scan_id=scan_id, context=context, actor=actor, at=at)
    return _taken(kind, rows, goods, times=times, context=context, at=at)


def filled(
    kind: CarryKind, rows: QuerySet[Balance], *, ask: str, values: dict[str, str], scan_id: UUID,
    context: dict[str, Any], actor: Actor, at: datetime,
) -> Answer:  # fmt: skip
    """Which of several lots or places is in the hand; or why the goods go to another bin than the one suggested."""
    if ask == LOT:
        row = rows.filter(pk=key_of(values.get("row", ""))).first()
        if row is None:
            raise RequestNotUnderstood(reason=ask)
        return _in_hand(kind, _hand_of(row, number_of(str(context.get("times", "")))), at=at)
    hand = Hand.of(context)
    target = _bin_beside(hand, str(context.get("target", ""))) if hand else None
    if ask != NOTE or hand is None or target is None:
        raise RequestNotUnderstood(reason=ask)
    note = values.get("note", "").strip()[:200]
    return _into(kind, hand, target, note=note, scan_id=scan_id, context=context, actor=actor, at=at)


def free_rows(rows: QuerySet[Balance]) -> QuerySet[Balance]:
    """Those of which something is free."""
    return rows.filter(on_hand__gt=F("promised"))


def _free(row: Balance) -> int:
    return row.on_hand - row.promised


def contents_answer(place: Location, rows: QuerySet[Balance]) -> Answer:
    """A place was scanned: what may be taken from it."""
    lines = list(free_rows(rows).select_related("sku__product").order_by("sku__code", "lot", "pk")[:MOST_ROWS])
    return Answer(
        place.code,
        detail=_("{pieces} pieces free").format(pieces=sum(_free(row) for row in lines)),
        tone="info" if lines else "warn",
        items=tuple(
            Item(f"{row.sku.product.name} × {_free(row)}", f"{row.sku.code} {row.lot}".strip()) for row in lines
        ),
        prompt=_("Scan the goods"),
        context={"place": place.pk},
    )


def _taken(
    kind: CarryKind, rows: QuerySet[Balance], code: str, *, times: int, context: dict[str, Any], at: datetime
) -> Answer:
    sku = sku_scanned(code)
    place_id = number_of(str(context.get("place", ""))) or getattr(Hand.of(context), "origin", 0)
    found = list(
        free_rows(rows).filter(sku=sku).select_related("location__warehouse").order_by("location_id", "lot", "pk")
    )
    found = [row for row in found if row.location_id == place_id] or (found if kind == CarryKind.PUT_AWAY else [])
    if not found:
        if kind == CarryKind.PUT_AWAY:
            raise NothingWaits(sku=sku.code)
        raise NothingFreeThere(sku=sku.code, place=Location.objects.get(pk=place_id).code)
    if len(found) == 1:
        return _in_hand(kind, _hand_of(found[0], times), at=at)
    choices = tuple((str(row.pk), _row_words(row)) for row in found[:MOST_ROWS])
    ask = Ask(LOT, _("Which of these do you hold?"), (Field("row", _("Lot"), "choice", choices=choices),), sku.code)
    return Answer(sku.code, tone="info", context=context | {"times": times}, prompt=_("Choose the lot"), ask=ask)


def _row_words(row: Balance) -> str:
    words = [row.lot, row.location.warehouse.name if row.location.warehouse else "", row.location.code]
    return " · ".join(filter(None, words)) + f" × {_free(row)}"


def _hand_of(row: Balance, times: int) -> Hand:
    return Hand(row.location_id, row.sku_id, row.lot, _free(row), times)


def _in_hand(kind: CarryKind, hand: Hand, *, at: datetime) -> Answer:
    """What is held, and of goods to be put away the bins in which they belong."""
    sku = Sku.objects.select_related("product").get(pk=hand.sku)
    origin = Location.objects.get(pk=hand.origin)
    found = _suggested(kind, hand, origin, at=at)
    return Answer(
        " ".join(filter(None, [sku.product.name, sku.spec])),
        detail=_("{pieces} of {there} from {place}").format(
            pieces=hand.pieces or hand.there, there=hand.there, place=origin.code
        ) + (f" · {hand.lot}" if hand.lot else ""),
        tone="info",
        mark=next(iter(found), ""),
        items=tuple(Item(f"{code} × {pieces}", sku.code) for code, pieces in found.items()),
        prompt=_("Scan the bin into which they go"),
        context={"hand": str(hand), "suggested": _words_of(found), "place": hand.origin},
    )  # fmt: skip


def _suggested(kind: CarryKind, hand: Hand, origin: Location, *, at: datetime) -> dict[str, int]:
    if kind != CarryKind.PUT_AWAY or origin.warehouse_id is None:
        return {}
    found = suggestions(
        warehouse_id=origin.warehouse_id, sku_id=hand.sku, lot=hand.lot, quantity=hand.pieces or hand.there, at=at
    )
    return {one.code: one.quantity for one in found}


def _words_of(found: dict[str, int]) -> str:
    """For the context, which holds words and numbers only; codes of places have no blanks."""
    return " ".join(f"{code} {pieces}" for code, pieces in list(found.items())[:MOST_ROWS])


def _suggested_in(context: dict[str, Any]) -> dict[str, int]:
    words = str(context.get("suggested", "")).split()
    return {code: number_of(pieces) for code, pieces in zip(words[::2], words[1::2], strict=False)}


def _bin_beside(hand: Hand, code: str) -> Location | None:
    """The bin for sale of this code in the warehouse of the goods; none: the scan means something else."""
    origin = Location.objects.filter(pk=hand.origin).values("warehouse_id")
    return Location.objects.filter(warehouse_id__in=origin, kind__in=SELLABLE, code=code.strip()).first()


def _into(
    kind: CarryKind, hand: Hand, target: Location, *, note: str, scan_id: UUID, context: dict[str, Any], actor: Actor,
    at: datetime,
) -> Answer:  # fmt: skip
    """The goods lie in the bin. Another bin than the one suggested asks for a word first."""
    suggested = _suggested_in(context)
    if suggested and target.code not in suggested and not note:
        ask = Ask(
            NOTE, _("Why another bin?"), (Field("note", _("Why")),),
            _("{bin} was suggested.").format(bin=next(iter(suggested))),
        )  # fmt: skip
        return Answer(
            target.code, tone="warn", sound="refused", context=context | {"target": target.code}, ask=ask,
            prompt=_("Say why, or scan the bin suggested"),
        )  # fmt: skip
    pieces = hand.pieces or suggested.get(target.code, 0) or hand.there
    draft = CarryDraft(scan_id, hand.origin, target.pk, hand.sku, pieces, hand.lot, note)
    flow = put_away if kind == CarryKind.PUT_AWAY else move_stock
    flow(carries=[draft], actor=actor, at=at).one()
    left = hand.there - pieces
    if left > 0 and kind == CarryKind.PUT_AWAY:
        following = _in_hand(kind, replace(hand, there=left, pieces=0), at=at)
        return replace(following, headline=_done(pieces, target), tone="good", detail=following.detail)
    return Answer(
        _done(pieces, target),
        detail=Location.objects.get(pk=hand.origin).code,
        sound="done",
        mark=target.code,
        prompt=_("Scan the next goods"),
        context={"place": hand.origin},
    )


def _done(pieces: int, target: Location) -> str:
    return _("{pieces} pieces lie in {bin}").format(pieces=pieces, bin=target.code)


def _origin_alone(context: dict[str, Any]) -> dict[str, Any]:
    place = number_of(str(context.get("place", "")))
    return {"place": place} if place else {}


def _times(code: str) -> tuple[int, str]:
    """How many pieces, and what was scanned: `*5 CODE`, or `*5` for what is in the hand. 0: not said."""
    found = _TIMES.fullmatch(code.strip())
    return (0, code) if found is None else (max(int(found["times"]), 1), found["code"] or "")
