"""Merge planned parcels by hand: those of the set that go to one receiver become one.

Afterwards their lines travel in the oldest of them, with all they claim and the carrier that is best for all of it; the
others are merged, and empty until the merge is undone. What two parcels differ in (receiver, shop, payment, warehouse,
the carrier asked for) keeps them apart, and that nobody would take the whole.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.merging.parts import merge_groups, read_parts
from zhanggui.fulfilment.merging.wholes import merge_wholes
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.rules.merging import AlreadySplitOff, merge_by_hand
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal


@transaction.atomic
def merge_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    lock_orders_of(parcel_ids)
    parts, refused = read_parts(locked(Parcel.objects.visible_to(actor), parcel_ids), groups=merge_groups())
    known = {part.parcel_id for part in parts} | set(refused)
    refused |= not_found("parcel", parcel_ids, known)

    offcuts = _with_pieces_of_others([part.parcel_id for part in parts])
    refused |= {part.parcel_id: AlreadySplitOff(number=part.number) for part in parts if part.parcel_id in offcuts}
    together, alone = merge_by_hand([part for part in parts if part.parcel_id not in offcuts])
    merged = merge_wholes(together, actor=actor, at=at)
    refused |= alone | merged.refused

    announce(merged.facts, actor=actor, at=at)
    return _in_order(parcel_ids, refused)


def _with_pieces_of_others(parcel_ids: Sequence[int]) -> set[int]:
    """Those that were merged and then split: pieces of a part lie in one that took nobody in, or away from its head."""
    guests = ParcelLine.objects.filter(home__isnull=False)
    here = guests.filter(parcel_id__among=set(parcel_ids)).values_list("parcel_id", "home__merged_into_id")
    away = guests.filter(home__merged_into_id__among=set(parcel_ids)).values_list("parcel_id", "home__merged_into_id")
    return {pk for pair in [*here, *away] if pair[0] != pair[1] for pk in pair if pk is not None}


def _in_order(parcel_ids: Sequence[int], refused: dict[int, Refusal]) -> Outcome[int]:
    return Outcome(done=[pk for pk in dict.fromkeys(parcel_ids) if pk not in refused], refused=refused)
