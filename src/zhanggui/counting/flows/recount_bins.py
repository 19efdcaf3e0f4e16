"""Send counted bins to be counted again.

Afterwards each waits for somebody who has not counted it yet; its difference is not posted.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.counting.facts import BinSentBack
from zhanggui.counting.models import CountBin
from zhanggui.counting.rules.turns import NothingToApprove, state_words
from zhanggui.counting.states import BinState
from zhanggui.counting.taking import locked_bins
from zhanggui.inventory.flows.blind_places import blind_places
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def recount_bins(*, bin_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    bins = locked_bins(bin_ids, actor=actor)

    def check(one: CountBin) -> None:
        if one.state != BinState.DIFFERS:
            raise NothingToApprove(bin=one.location.code, state=state_words(one.state))

    ready, refused = divide(bins, check=check, key=lambda one: one.pk)
    refused |= not_found("count", bin_ids, (one.pk for one in bins))

    done = [one.pk for one in ready]
    move_to(CountBin, done, BinState.RECOUNT, reason=reason[:200])
    blind_places(location_ids=[one.location_id for one in ready], actor=actor, at=at)

    announce([BinSentBack(pk, reason[:200]) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
