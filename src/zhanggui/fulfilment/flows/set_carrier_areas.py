"""Say which areas carriers deliver to, and which not.

Afterwards a carrier is never chosen for an area it does not deliver to. The most exact area counts: a province may be
closed and one of its cities open.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import CarrierArea
from zhanggui.fulfilment.places.rows import check_carrier, refused_by, set_rows
from zhanggui.fulfilment.rules.areas import Area, AreaUnclear
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


class AreaDraft(NamedTuple):
    """Empty city or district stands for all of them."""

    carrier: str
    state: str
    city: str = ""
    district: str = ""
    is_served: bool = False


@transaction.atomic
def set_carrier_areas(*, areas: Sequence[AreaDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {f"{draft.carrier} {Area(*draft[1:4])}": draft for draft in areas}
    refused = refused_by(drafts, _check)
    rows = {name: draft for name, draft in drafts.items() if name not in refused}
    set_rows(CarrierArea, AreaDraft._fields, ("carrier", "state", "city", "district"), rows, actor=actor, at=at)
    return Outcome(done=list(rows), refused=refused)


def _check(draft: AreaDraft) -> None:
    check_carrier(draft.carrier)
    if not draft.state or (draft.district and not draft.city):
        raise AreaUnclear(area=str(Area(*draft[1:4])))
