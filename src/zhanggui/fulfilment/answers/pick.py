"""The picker's screen: a wave's bins in walking order, then one scan that all of it was fetched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhanggui.fulfilment.answers.confirming import WORDS, asking, is_confirmed
from zhanggui.fulfilment.flows.pick_waves import WaveNotPrinted, pick_waves
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.papers import pick_rows
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.states import ParcelState, WaveState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.papers.values import PickRow
from zhanggui.ui.station import Answer, Item


class UnknownWave(Refusal):
    """No wave has the number {number}."""

    sound = "wrong_barcode"


def pick_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A wave's number shows what to fetch; the same number once more, or OK, says that it was fetched."""
    number = str(context.get("number", "")) if code.upper() in WORDS else code
    wave = Wave.objects.visible_to(actor).filter(number=number).first()
    if wave is None:
        raise UnknownWave(number=number or code)
    if is_confirmed(code, context=context, number=number, at=at):
        return _picked(wave, actor=actor, at=at)
    if wave.state != WaveState.PRINTED:
        raise WaveNotPrinted(number=wave.number, state=wave.get_state_display())
    return _shown(wave, at=at)


def _picked(wave: Wave, *, actor: Actor, at: datetime) -> Answer:
    if (wave.state, wave.picked_by) != (WaveState.PICKED, actor.name):
        pick_waves(wave_ids=[wave.pk], actor=actor, at=at).one()
    done = Parcel.objects.filter(wave=wave, state=ParcelState.PICKED).count()
    words = ngettext(
        "{count} parcel goes to the packing tables.", "{count} parcels go to the packing tables.", done
    ).format(count=done)
    return Answer(_("Wave picked"), detail=f"{wave.number} · {words}", sound="done", done=done, total=wave.parcel_count)


def _shown(wave: Wave, *, at: datetime) -> Answer:
    parcels = list(Parcel.objects.filter(wave=wave).order_by("cell").values_list("pk", "state", "cell"))
    asked = stops_asked(pk for pk, state, _cell in parcels if state == ParcelState.PRINTED)
    cells = [str(cell) for pk, state, cell in parcels if state == ParcelState.STOPPED or pk in asked]
    rows = pick_rows(wave.pk, without=asked)
    pieces = sum(int(row.quantity) for row in rows)
    detail = _("{bins} bins, {pieces} pieces").format(bins=len({row.bin for row in rows}), pieces=pieces)
    if cells:
        detail += " · " + _("stopped, leave empty: cells {cells}").format(cells=", ".join(cells))
    return Answer(
        wave.number,
        detail=detail,
        tone="warn" if cells else "info",
        items=tuple(_item(row) for row in rows),
        prompt=_("All fetched? Scan the wave again"),
        context=asking(wave.number, at=at),
    )


def _item(row: PickRow) -> Item:
    cells = ", ".join(f"{share.cell}×{share.quantity}" for share in row.cells)
    return Item(
        title=f"{row.bin}   ×{row.quantity}",
        detail=f"{row.sku_code} · {' '.join(filter(None, [row.name, row.spec]))} · "
        + _("cells {cells}").format(cells=cells),
    )
