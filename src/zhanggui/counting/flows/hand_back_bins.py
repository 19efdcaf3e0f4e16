"""Hand bins back that are being counted.

Afterwards anybody may count them; what was scanned so far no longer counts. Who leads the count may hand back what
another has in hand.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.facts import BinHandedBack
from zhanggui.counting.models import CountBin
from zhanggui.counting.rules.turns import check_may_hand_back
from zhanggui.counting.states import BinState
from zhanggui.counting.taking import locked_bins, person_of, standings
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each

LEAD = "approve_differences"
"""The right of who leads a count."""


@transaction.atomic
def hand_back_bins(*, bin_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    bins = locked_bins(bin_ids, actor=actor)
    standing = standings(bins)

    ready, refused = divide(
        bins,
        check=lambda one: check_may_hand_back(standing[one.pk], by=person_of(actor), may_for_others=actor.may(LEAD)),
        key=lambda one: one.pk,
    )
    refused |= not_found("count", bin_ids, standing)

    move_each(
        CountBin,
        ("round", "counter", "counter_user_id"),
        [(one.pk, _waits(one), one.round - 1, "", None) for one in ready],
    )

    announce([BinHandedBack(one.pk) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _waits(one: CountBin) -> str:
    return (BinState.TO_COUNT if one.state == BinState.COUNTING else BinState.RECOUNT).value
