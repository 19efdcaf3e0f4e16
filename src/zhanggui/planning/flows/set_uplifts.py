"""Set how many times as much is expected at festivals, or leave it to history again.

Afterwards plans asked for from now on use the buyer's number for every SKU; a festival set to nothing is learned again.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.planning.facts import UpliftSet
from zhanggui.planning.models import Uplift
from zhanggui.planning.states import FestivalKind

MOST = Decimal(100)


class UpliftUnsound(Refusal):
    """{times} times as much cannot be expected: at least zero, at most a hundred."""


@transaction.atomic
def set_uplifts(*, uplifts: Mapping[str, Decimal | None], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by festival; None leaves it to history."""
    refused = {festival: _refusal(festival, times) for festival, times in uplifts.items()}
    ready = {festival: times for festival, times in uplifts.items() if refused[festival] is None}

    Uplift.objects.filter(festival__in=[festival for festival, times in ready.items() if times is None]).delete()
    rows = [(festival, times, actor.name[:80], at) for festival, times in ready.items() if times is not None]
    insert_rows(
        Uplift, ("festival", "times", "set_by", "set_at"), rows,
        on_conflict="(festival) DO UPDATE SET times = excluded.times, set_by = excluded.set_by, "
        "set_at = excluded.set_at",
    )  # fmt: skip

    facts = [UpliftSet(1, festival, "—" if times is None else str(times)) for festival, times in ready.items()]
    announce(facts, actor=actor, at=at)
    return Outcome(done=list(ready), refused={festival: no for festival, no in refused.items() if no is not None})


def _refusal(festival: str, times: Decimal | None) -> Refusal | None:
    if festival not in FestivalKind.values:
        return NotFound(what="festival", key=festival)
    if times is not None and not 0 <= times <= MOST:
        return UpliftUnsound(times=times)
    return None
