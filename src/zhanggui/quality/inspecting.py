"""Inspections as the flows take them in hand: locked, of the actor's warehouses, read by the rules."""

from collections.abc import Iterable

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.quality.models import Inspection
from zhanggui.quality.rules.holding import Hand
from zhanggui.quality.rules.judging import Lot


def locked_inspections(ids: Iterable[int], *, actor: Actor) -> list[Inspection]:
    return list(locked(Inspection.objects.visible_to(actor), ids))


def hand_of(inspection: Inspection) -> Hand:
    return Hand(inspection.number, inspection.state, inspection.inspector, inspection.inspector_user_id)


def lot_of(inspection: Inspection) -> Lot:
    return Lot(
        inspection.number,
        inspection.quantity,
        inspection.sample,
        inspection.accept,
        inspection.defective,
        inspection.checked,
    )
