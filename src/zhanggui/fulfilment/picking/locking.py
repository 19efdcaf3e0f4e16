"""Picks as their pickers hold them.

Whoever changes picks holds their wave, or their parcels, or both: the picks themselves need no lock.
"""

from collections.abc import Mapping, Sequence

from zhanggui.fulfilment.models import Parcel, Pick, Wave
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.rules.picking import NotYours, PickGone, PickOfStopped, TakenAlready, is_whose
from zhanggui.fulfilment.states import ParcelState, PickState, WaveState
from zhanggui.fulfilment.stopping import STOPPED
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked


def lock_wave_of(pick_ids: Sequence[int], *, actor: Actor) -> list[Wave]:
    """The waves of these picks: nobody confirms or parts one meanwhile."""
    inside = Pick.objects.filter(pk__among=set(pick_ids)).values_list("wave_id", flat=True)
    return list(locked(Wave.objects.visible_to(actor), set(inside)))


def lock_parcels_of(pick_ids: Sequence[int]) -> list[Parcel]:
    """The parcels of these picks, with what a stop reads of them."""
    inside = Pick.objects.filter(pk__among=set(pick_ids)).values_list("parcel_line__parcel_id", flat=True)
    return list(locked(Parcel.objects.all(), set(inside)).values_list(*STOPPED, named=True))


def picks_seen(pick_ids: Sequence[int], *, actor: Actor) -> list[Pick]:
    """Read them after the waves and parcels were locked."""
    seen = Pick.objects.filter(pk__among=set(pick_ids), wave__in=Wave.objects.visible_to(actor))
    return list(seen.select_related("wave", "location", "sku", "parcel_line__parcel").order_by("pk"))


def check_goes_on(pick: Pick, asked: Mapping[int, str]) -> None:
    """Raises PickOfStopped where its parcel is stopped, or is to stop as `asked` says of it."""
    parcel = pick.parcel_line.parcel
    if parcel.state == ParcelState.STOPPED or parcel.pk in asked:
        reason = stop_words(asked.get(parcel.pk) or parcel.stop_reason)
        raise PickOfStopped(number=parcel.number, reason=reason)


def check_mine(pick: Pick, actor: Actor) -> None:
    """Raises unless this actor has claimed the pick and may fetch it now."""
    if pick.state in {PickState.TAKEN, PickState.PICKED}:
        raise TakenAlready
    if pick.state != PickState.TO_PICK or pick.wave.state != WaveState.PRINTED:
        raise PickGone
    if not is_whose(pick.picker_id, pick.picker, user_id=actor.user_id, name=actor.name):
        raise NotYours(who=pick.picker or "–")
