"""What the counter's station says. It never says what the book knows, nor whether a count agreed."""

import re
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.catalog.states import Tracking
from zhanggui.counting.flows.begin_bins import begin_bins
from zhanggui.counting.flows.finish_bins import BinMoved, finish_bins
from zhanggui.counting.flows.record_scans import ScanDraft, record_scans
from zhanggui.counting.models import CountBin
from zhanggui.counting.queries import tallies_of
from zhanggui.counting.rules.turns import Person, is_same
from zhanggui.counting.states import IN_HAND, UNDECIDED, WAITING
from zhanggui.counting.taking import person_of
from zhanggui.inventory.queries import sku_scanned
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, Ask, Field, Item

UNDO, EMPTY, COUNT_DONE, LOT = "UNDO", "EMPTY", "COUNTED", "LOT"
_TIMES = re.compile(r"[*×＊](?P<times>\d{1,6})(\s+(?P<code>\S.*))?", re.ASCII)


class NoBinToCount(Refusal):
    """{code} is no bin that has to be counted."""

    sound = "wrong_barcode"


class NothingToUndo(Refusal):
    """There is no scan to take back. Scan the goods, or the bin once more when everything is counted."""


class ScanBinFirst(Refusal):
    """Scan the bin you are counting first."""


def count_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A bin begins its count, goods are counted, the same bin once more ends it."""
    opened = _bin_in_hand(context, actor=actor)
    word = code.upper()
    if opened is None:
        if word in (UNDO, EMPTY, COUNT_DONE, LOT):
            raise ScanBinFirst
        return _begun(code, actor=actor, at=at)
    if word in (COUNT_DONE, EMPTY, opened.location.code.upper()):
        return _counted(opened, is_empty=word == EMPTY, actor=actor, at=at)
    if word == UNDO:
        return _undone(opened, scan_id=scan_id, context=context, actor=actor, at=at)
    if word == LOT:
        return _shown(opened, headline=_("Scan the goods of the other lot"), context=context | {"lots": ""})
    times, goods = _times(code, context)
    if not goods:
        return _shown(opened, headline=f"× {times}", context=context | {"times": times})
    return _piece(opened, goods, times=times, scan_id=scan_id, context=context, actor=actor, at=at)


def lot_filled(
    *, ask: str, values: dict[str, str], scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
) -> Answer:
    """The lot of the goods in the hand; the next pieces of this SKU belong to it as well."""
    opened = _bin_in_hand(context, actor=actor)
    if ask != LOT or opened is None:
        raise RequestNotUnderstood(reason=ask)
    code = str(context.get("code", ""))
    lots = _lots(context) | {str(sku_scanned(code).pk): values.get("lot", "").strip()[:40]}
    times = number_of(str(context.get("times", ""))) or 1
    return _piece(
        opened, code, times=times, scan_id=scan_id, context=context | {"lots": dumps(lots)}, actor=actor, at=at
    )


def _bin_in_hand(context: dict[str, Any], *, actor: Actor) -> CountBin | None:
    """The bin the station has open, also when its count came in a moment ago and the answer was lost."""
    key = number_of(str(context.get("bin", "")))
    return CountBin.objects.visible_to(actor).select_related("location", "sheet").filter(pk=key or 0).first()


def _begun(code: str, *, actor: Actor, at: datetime) -> Answer:
    """The bin is in hand; one that was in this hand already goes on."""
    rows = CountBin.objects.visible_to(actor).filter(state__in=UNDECIDED, location__code=code.strip())
    found = rows.select_related("location", "sheet").order_by("pk").first()
    if found is None:
        raise NoBinToCount(code=code)
    if not (found.state in IN_HAND and is_same(Person(found.counter, found.counter_user_id), person_of(actor))):
        begin_bins(bin_ids=[found.pk], actor=actor, at=at).one()
    return _shown(found, headline=found.location.code, context={"bin": found.pk})


def _piece(
    opened: CountBin, code: str, *, times: int, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
) -> Answer:
    sku = sku_scanned(code)
    lot = _lots(context).get(str(sku.pk), "")
    if sku.tracking == Tracking.LOT and not lot:
        asked = Ask(LOT, _("Of which lot is it?"), (Field("lot", _("Lot")),), sentence=sku.code)
        return Answer(
            sku.code, tone="info", context=context | {"code": code, "times": times}, prompt=_("Of which lot is it?"),
            ask=asked,
        )  # fmt: skip
    pieces = times * (Barcode.objects.filter(code=code).values_list("pieces", flat=True).first() or 1)
    draft = ScanDraft(scan_id, opened.pk, sku.pk, pieces, lot)
    record_scans(scans=[draft], actor=actor, at=at).one()
    kept = {"bin": opened.pk, "lots": dumps(_lots(context)), "last": f"{sku.pk} {pieces} {lot}"}
    return _shown(opened, headline=_name_of(sku), context=kept, mark=f"+{pieces}")


def _undone(opened: CountBin, *, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    sku_id, pieces, lot = (*str(context.get("last", "")).split(" ", 2), "", "", "")[:3]
    if not (number_of(sku_id) and number_of(pieces)):
        raise NothingToUndo
    draft = ScanDraft(scan_id, opened.pk, number_of(sku_id), -number_of(pieces), lot[:40])
    record_scans(scans=[draft], actor=actor, at=at).one()
    kept = {name: value for name, value in context.items() if name != "last"}
    return _shown(opened, headline=_("Last scan taken back"), context=kept, tone="warn")


def _counted(opened: CountBin, *, is_empty: bool, actor: Actor, at: datetime) -> Answer:
    """The count is in. Whether it agreed is not for the counter."""
    mine = is_same(Person(opened.counter, opened.counter_user_id), person_of(actor))
    if opened.state in IN_HAND or not mine:
        try:
            finish_bins(bin_ids=[opened.pk], is_empty=is_empty, actor=actor, at=at).one()
        except BinMoved as moved:
            begin_bins(bin_ids=[opened.pk], actor=actor, at=at).one()
            return _shown(opened, headline=moved.sentence, context={"bin": opened.pk}, tone="warn", sound="refused")
    upcoming = _next_bin(opened, actor=actor)
    return Answer(
        _("Bin {bin} is counted").format(bin=opened.location.code),
        detail=_("Next: {bin}").format(bin=upcoming) if upcoming else _("No more bins for you in this count."),
        sound="done",
        mark=upcoming,
        prompt=_("Scan the next bin"),
    )


def _next_bin(opened: CountBin, *, actor: Actor) -> str:
    """The next one on the walk that this person may count; after the last the walk begins again."""
    rows = CountBin.objects.filter(sheet_id=opened.sheet_id, state__in=WAITING).order_by("walk_order", "pk")
    rows = rows.exclude(turns__counted_at__isnull=False, turns__counter=actor.name[:80])
    further = rows.filter(Q(walk_order__gt=opened.walk_order) | Q(walk_order=opened.walk_order, pk__gt=opened.pk))
    codes = further.values_list("location__code", flat=True)
    return codes.first() or rows.values_list("location__code", flat=True).first() or ""


def _shown(opened: CountBin, *, headline: str, context: dict[str, Any], tone: str = "info", **more: Any) -> Answer:
    """What was scanned in this bin so far."""
    tally = {key[1:]: pieces for key, pieces in tallies_of([opened.pk]).items() if pieces}
    skus = Sku.objects.select_related("product").in_bulk({sku_id for sku_id, _lot in tally})
    items = tuple(
        Item(f"{_name_of(sku)} × {pieces}", f"{sku.code} {lot}".strip(), image=sku.product.picture)
        for (sku_id, lot), pieces in tally.items()
        if (sku := skus[sku_id])
    )
    return Answer(
        headline,
        detail=_("{bin} · {pieces} pieces").format(bin=opened.location.code, pieces=sum(tally.values())),
        tone="good" if "mark" in more else tone,  # type: ignore[arg-type]  # one of its tones
        items=items,
        prompt=_("Scan each piece, then the bin once more"),
        context=context,
        **more,
    )


def _times(code: str, context: dict[str, Any]) -> tuple[int, str]:
    """How many pieces the scan stands for, and what was scanned: `*5 CODE`, or `*5` for what comes next."""
    found = _TIMES.fullmatch(code)
    if found is None:
        return number_of(str(context.get("times", ""))) or 1, code
    return max(int(found["times"]), 1), found["code"] or ""


def _lots(context: dict[str, Any]) -> dict[str, str]:
    """The lot by SKU; the context holds words and numbers only."""
    try:
        lots = loads(str(context.get("lots", "")) or "{}")
    except ValueError:
        return {}
    return {str(key): str(lot)[:40] for key, lot in lots.items()} if isinstance(lots, dict) else {}


def _name_of(sku: Sku) -> str:
    return " ".join(filter(None, [sku.product.name, sku.spec]))
