"""What a short bin did not give, from other bins."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from zhanggui.fulfilment.models import Pick
from zhanggui.fulfilment.rules.picking import Waits
from zhanggui.fulfilment.states import PickState
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.rules.bins import BinsShort, PickPlan, PickWant
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.steps import move_each, move_to

_PICK = ("parcel_line_id", "wave_id", "location_id", "sku_id", "lot", "quantity", "state", "picker", "picker_id")


def keep_found(picks: Mapping[int, Pick], given: Mapping[int, int], *, at: datetime) -> None:
    """The pieces found are on the cart; a pick that got none is cancelled."""
    move_each(
        Pick,
        ("quantity", "taken_at"),
        [(pk, PickState.TAKEN.value, pieces, at) for pk, pieces in given.items() if pieces],
    )
    move_to(Pick, [pk for pk in picks if not given[pk]], PickState.CANCELLED)


def refill(
    picks: Mapping[int, Pick], waits: Sequence[Waits], given: Mapping[int, int], *, actor: Actor, at: datetime
) -> dict[int, int]:
    """Other bins give the rest, to those that leave first; answers how many pieces each other parcel stays short of."""
    wants = [
        PickWant(one.pick_id, picks[one.pick_id].wave.warehouse_id, picks[one.pick_id].sku_id, missing)
        for one in waits
        if (missing := one.quantity - given[one.pick_id])
    ]
    lacking: set[int] = set()
    plans: list[PickPlan] = []
    try:
        plans = promise_picks(wants=wants, actor=actor, at=at)
    except BinsShort as refusal:
        lacking = set(refusal.data["keys"])
        plans = promise_picks(wants=[want for want in wants if want.key not in lacking], actor=actor, at=at)
    insert_rows(
        Pick,
        _PICK,
        [
            (
                picks[plan.key].parcel_line_id, picks[plan.key].wave_id, plan.location_id, picks[plan.key].sku_id,
                plan.lot, plan.quantity, PickState.TO_PICK.value, picks[plan.key].picker,
                picks[plan.key].picker_id,
            )
            for plan in plans
        ],
    )  # fmt: skip
    short: Counter[int] = Counter()
    for one in waits:
        if one.pick_id in lacking:
            short[one.parcel_id] += one.quantity - given[one.pick_id]
    return dict(short)
