"""Name areas that no carrier of ours serves.

Afterwards no order to these areas passes review. An empty city or district stands for all of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import AreaClosed
from zhanggui.orders.models import UnreachableArea


class Area(NamedTuple):
    """As receivers name it."""

    state: str
    city: str = ""
    district: str = ""


class AreaUnclear(Refusal):
    """An area needs its province, and a district its city."""


@transaction.atomic
def close_areas(*, areas: Sequence[Area], actor: Actor, at: datetime) -> Outcome[str]:
    once = {" ".join(filter(None, area)): area for area in areas}
    unclear = {name for name, area in once.items() if not area.state or (area.district and not area.city)}
    clear = {name: area for name, area in once.items() if name not in unclear}

    rows = insert_rows(
        UnreachableArea,
        ("state", "city", "district"),
        [clear[name] for name in sorted(clear)],
        on_conflict='("state", "city", "district") DO NOTHING',
        returning=("id", "state", "city", "district"),
    )
    announce([AreaClosed(pk, " ".join(filter(None, area))) for pk, *area in rows], actor=actor, at=at)
    return Outcome(done=list(clear), refused={name: AreaUnclear() for name in sorted(unclear)})
