"""By what a parcel or a wave may be called at the verifying table."""

import re
from collections.abc import Sequence

from django.db.models import Q

from zhanggui.fulfilment.models import Parcel, Scan, Wave
from zhanggui.fulfilment.rules.verifying import SeveralParcels
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor

_WAVE = re.compile(r"(?P<wave>W\d{6}-\d{6,})", re.ASCII)
_CELL = re.compile(r"(?P<wave>W\d{6}-\d{6,})?[#/](?P<cell>\d{1,5})", re.ASCII)


def parcel_named(code: str, *, wave_id: int | None, actor: Actor) -> Parcel | None:
    """By waybill or parcel number, or by its cell: `W261121-000001/12`, or `#12` while the wave is open."""
    parcels = Parcel.objects.visible_to(actor).select_related("order", "wave")
    if (cell := _CELL.fullmatch(code)) and (cell["wave"] or wave_id):
        of_wave = Q(wave__number=cell["wave"]) if cell["wave"] else Q(wave_id=wave_id)
        return parcels.filter(of_wave, cell=int(cell["cell"])).exclude(waybill="").first()
    return parcels.filter(Q(waybill=code) | Q(number=code)).exclude(waybill="").first() if code else None


def wave_named(code: str, *, actor: Actor) -> Wave | None:
    """No statement for what does not look like the number of a wave."""
    return Wave.objects.visible_to(actor).filter(number=code).first() if _WAVE.fullmatch(code) else None


def parcel_of_order(number: str, *, actor: Actor) -> Parcel | None:
    """The one parcel of an order that waits here. Raises SeveralParcels."""
    inside = Parcel.objects.visible_to(actor).filter(lines__order_line__order__number=number, state=ParcelState.PICKED)
    parcels = list(inside.select_related("order", "wave").distinct().order_by("pk")[:10])
    if len(parcels) > 1:
        raise SeveralParcels(number=number, waybills=", ".join(parcel.waybill for parcel in parcels))
    return parcels[0] if parcels else None


def chosen_by(actor: Actor, parcel_ids: Sequence[int]) -> bool:
    """Whether each of these parcels was chosen by an item that this person verified."""
    asked = set(parcel_ids)
    if not asked or actor.user_id is None:
        return False
    scans = Scan.objects.filter(parcel_id__among=asked, actor_id=actor.user_id, is_choice=True)
    return set(scans.values_list("parcel_id", flat=True)) == asked
