"""Undo merges that have no paper yet.

Afterwards every part is planned again with exactly the lines, pieces and claims it had, and the parcel that had taken
them in keeps its own. One that waited in a wave has left it. Whoever names a part names the whole merge.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.facts import ParcelAlone, ParcelTakenApart
from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.merging.parting import leave_waves, move_lines, recount_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.places.replacing import choose_carriers_again, chosen_by_hand
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.wave_sums import lock_waves_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each, move_to


class NotMerged(Refusal):
    """Parcel {number} was not merged; there is nothing to undo."""


class SplitSinceMerge(Refusal):
    """Parcel {number} was split after it was merged. Join what was split off first."""


@transaction.atomic
def unmerge_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    inside = dict(
        Parcel.objects.filter(pk__among=set(parcel_ids), state=ParcelState.MERGED).values_list("pk", "merged_into_id")
    )
    head_of = {pk: inside.get(pk, pk) for pk in dict.fromkeys(parcel_ids)}
    outcome = _unmerge(sorted(set(head_of.values())), actor=actor, at=at)
    return Outcome(
        done=[pk for pk, head_id in head_of.items() if head_id not in outcome.refused],
        refused={pk: outcome.refused[head_id] for pk, head_id in head_of.items() if head_id in outcome.refused},
    )


def _unmerge(parcel_ids: Sequence[int], *, actor: Actor, at: datetime) -> Outcome[int]:
    lock_orders_of(parcel_ids)
    lock_waves_of(parcel_ids)
    parts = dict(
        Parcel.objects.filter(merged_into_id__among=set(parcel_ids), state=ParcelState.MERGED).values_list(
            "pk", "merged_into_id"
        )
    )
    rows = {parcel.pk: parcel for parcel in locked(Parcel.objects.all(), {*parcel_ids, *parts})}
    seen = set(Parcel.objects.visible_to(actor).filter(pk__among=set(rows)).values_list("pk", flat=True))
    heads = [rows[pk] for pk in dict.fromkeys(parcel_ids) if pk in rows and pk in seen]
    asked = stops_asked(head.pk for head in heads)
    away = _parts_travelling_elsewhere(parts)

    def check(head: Parcel) -> None:
        check_step(
            number=head.number, waybill=head.waybill, state=head.state, reason=head.stop_reason,
            needed=[ParcelState.PLANNED, ParcelState.WAVED], asked=asked.get(head.pk, ""),
        )  # fmt: skip
        if head.pk not in parts.values():
            raise NotMerged(number=head.number)
        if head.pk in away:
            raise SplitSinceMerge(number=head.number)

    ready, refused = divide(heads, check=check, key=lambda head: head.pk)
    refused |= not_found("parcel", parcel_ids, (h.pk for h in heads))
    ids = {head.pk for head in ready}
    by_hand = chosen_by_hand(ids)

    leave_waves(ready, actor=actor, at=at)
    guests = ParcelLine.objects.filter(parcel_id__among=set(ids), home__isnull=False).values_list("pk", "home_id")
    homes = dict(guests)
    move_lines({line_id: (home_id, None) for line_id, home_id in homes.items()})
    facts = _wake(ready, {pk: head for pk, head in parts.items() if head in ids}, rows, filled=set(homes.values()))
    recount_parcels([*ids, *parts])
    apart = {pk for pk, head_id in parts.items() if head_id in ids - by_hand}
    choose_carriers_again({*(ids - by_hand), *apart}, may_differ=True, actor=actor, at=at)

    announce(facts, actor=actor, at=at)
    return Outcome(done=[head.pk for head in ready], refused=refused)


def _parts_travelling_elsewhere(parts: dict[int, int]) -> set[int]:
    """The heads of which some part's piece lies in yet another parcel."""
    lines = ParcelLine.objects.filter(home_id__among=set(parts)).values_list("home_id", "parcel_id")
    return {parts[home_id] for home_id, parcel_id in lines if parcel_id != parts[home_id]}


def _wake(heads: Sequence[Parcel], parts: dict[int, int], rows: dict[int, Parcel], *, filled: set[int]) -> list[FactOf]:
    """Parts with lines are planned where their claims are; an empty one is void, as is a head with nothing of its own.

    None of them is merged by itself again.
    """
    move_each(
        Parcel,
        ("merged_into_id", "stays_alone", "warehouse_id", "carrier"),
        [
            (
                pk, (ParcelState.PLANNED if pk in filled else ParcelState.VOID).value, None, True,
                rows[head_id].warehouse_id, rows[head_id].carrier,
            )
            for pk, head_id in sorted(parts.items())
        ],
    )  # fmt: skip
    Parcel.objects.filter(pk__among=[head.pk for head in heads]).update(stays_alone=True)
    own = set(
        ParcelLine.objects.filter(parcel_id__among=[head.pk for head in heads]).values_list("parcel_id", flat=True)
    )
    move_to(Parcel, [head.pk for head in heads if head.pk not in own], ParcelState.VOID)
    facts: list[FactOf] = []
    for head in heads:
        mine = [rows[pk].number for pk, head_id in parts.items() if head_id == head.pk and pk in filled]
        facts.append(ParcelTakenApart(head.pk, ", ".join(mine)))
    facts += [ParcelAlone(pk, rows[head_id].number) for pk, head_id in parts.items() if pk in filled]
    return facts
