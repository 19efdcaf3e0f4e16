"""Take bins in hand to count them.

Afterwards each is being counted by the actor, and by nobody else. Whoever begins one again that is in hand already
starts over: what was scanned before no longer counts.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.beginning import begin_turns
from zhanggui.counting.facts import BinBegun
from zhanggui.counting.rules.turns import check_may_begin
from zhanggui.counting.taking import locked_bins, person_of, standings
from zhanggui.inventory.contents import lock_contents
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def begin_bins(*, bin_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    bins = locked_bins(bin_ids, actor=actor)
    standing = standings(bins)

    ready, refused = divide(
        bins, check=lambda one: check_may_begin(standing[one.pk], by=person_of(actor)), key=lambda one: one.pk
    )
    refused |= not_found("count", bin_ids, standing)

    begin_turns(ready, contents=lock_contents({one.location_id for one in ready}), actor=actor, at=at)

    announce([BinBegun(one.pk, one.round) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
