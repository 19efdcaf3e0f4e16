"""Stop stations: for some time a carrier takes nothing for these areas.

Afterwards the carrier is not chosen for them until the end named, or until someone resumes them. What was planned
stays as it is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import StoppedStation
from zhanggui.fulfilment.places.rows import check_carrier, refused_by, set_rows
from zhanggui.fulfilment.rules.areas import Area, AreaUnclear
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class StopEndsTooEarly(Refusal):
    """The stop ends before it begins."""


class StopDraft(NamedTuple):
    """Without a beginning it begins now, without an end it lasts."""

    carrier: str
    state: str
    city: str
    district: str
    reason: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def stop_stations(*, stops: Sequence[StopDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {
        f"{draft.carrier} {Area(*draft[1:4])}": draft._replace(starts_at=draft.starts_at or at) for draft in stops
    }
    refused = refused_by(drafts, _check)
    rows = {name: draft for name, draft in drafts.items() if name not in refused}
    set_rows(StoppedStation, StopDraft._fields, ("carrier", "state", "city", "district"), rows, actor=actor, at=at)
    return Outcome(done=list(rows), refused=refused)


def _check(draft: StopDraft) -> None:
    check_carrier(draft.carrier)
    if not draft.state or (draft.district and not draft.city):
        raise AreaUnclear(area=str(Area(*draft[1:4])))
    if draft.ends_at and draft.starts_at and draft.ends_at <= draft.starts_at:
        raise StopEndsTooEarly()
