"""Report incidents of the floor 异常: each is in the queue, once per cause and subject as long as it is open.

Afterwards a new one is somebody's who can see to it, where there is anybody, and has a deadline; one that is open
already counts once more and says what was said last. A pull of the trigger that was told before is not told again,
whatever became of its incident.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import transaction

from zhanggui.fulfilment.incidents.facts import IncidentAssigned, IncidentOpened
from zhanggui.fulfilment.incidents.states import IncidentState
from zhanggui.fulfilment.models import Incident
from zhanggui.fulfilment.owning.giving import owners_of
from zhanggui.fulfilment.rules.incidents import due_of
from zhanggui.fulfilment.rules.owning import Place
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.rules.hiding import masked

_INCIDENT = (
    "warehouse_id", "cause", "subject", "parcel_id", "sku_id", "location_id", "code", "template", "data", "words",
    "step", "table", "opened_by", "opened_at", "last_at", "due_at", "scan_id",
)  # fmt: skip
_AGAIN = """("cause", "subject") WHERE NOT (state = 'resolved') DO UPDATE SET
    times = fulfilment_incident.times + ((fulfilment_incident.scan_id = excluded.scan_id) IS NOT TRUE)::int,
    scan_id = coalesce(excluded.scan_id, fulfilment_incident.scan_id), last_at = excluded.last_at, data = excluded.data,
    template = excluded.template, code = excluded.code,
    words = CASE WHEN excluded.words = '' THEN fulfilment_incident.words ELSE excluded.words END"""


_KNOWN = ("id", "cause", "times", "shop_id", "warehouse_id", "owner_id")


class _Known(NamedTuple):
    """An incident as it is on record now."""

    id: int
    cause: str
    times: int
    shop_id: int | None
    warehouse_id: int
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """What went wrong; `subject` names what with, and `scan_id` the pull, so that the same is not told twice."""

    cause: str
    warehouse_id: int
    subject: str
    parcel_id: int | None = None
    sku_id: int | None = None
    location_id: int | None = None
    code: str = ""
    template: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    step: str = ""
    scan_id: UUID | None = None


@transaction.atomic
def report_incidents(*, reports: Sequence[Report], actor: Actor, at: datetime) -> Outcome[int]:
    pulls = {report.scan_id for report in reports if report.scan_id}
    told = set(Incident.objects.filter(scan_id__in=pulls).values_list("scan_id", flat=True)) if pulls else set()
    once = {(report.cause, report.subject): report for report in reports if report.scan_id not in told}
    ready = [once[key] for key in sorted(once) if actor.sees_warehouse(once[key].warehouse_id)]
    refused: dict[int, Refusal] = {
        number: NotFound(what="warehouse", key=report.warehouse_id)
        for number, report in enumerate(reports)
        if not actor.sees_warehouse(report.warehouse_id)
    }

    rows = [
        (
            one.warehouse_id, str(one.cause), one.subject[:80], one.parcel_id, one.sku_id, one.location_id,
            masked(one.code or one.subject)[:64], one.template[:300],
            orjson.dumps(dict(one.data), default=str).decode(),
            masked(one.words.strip())[:300], one.step[:24], actor.station[:40], actor.name[:80], at, at,
            due_of(one.cause, at=at), one.scan_id,
        )
        for one in ready
    ]  # fmt: skip
    known = [_Known(*row) for row in insert_rows(Incident, _INCIDENT, rows, on_conflict=_AGAIN, returning=_KNOWN)]
    new = [one for one in known if one.times == 1]
    opened: list[FactOf] = [IncidentOpened(one.id, one.cause) for one in new]

    announce([*opened, *_give([one for one in new if one.owner_id is None], at=at)], actor=actor, at=at)
    return Outcome(done=[one.id for one in known], refused=refused)


def _give(new: Sequence[_Known], *, at: datetime) -> list[FactOf]:
    """Each is the person's who has the fewest, of those whose work it is. Three statements."""
    places = [Place(one.shop_id, one.warehouse_id) for one in new]
    running = Incident.objects.exclude(state=IncidentState.RESOLVED)
    owners = owners_of(places, grant="resolve_incidents", running=running)
    given = [(one.id, owner) for one, owner in zip(new, owners, strict=True) if owner]
    rows = [(pk, owner.user_id, at) for pk, owner in given]
    update_rows(Incident, ("id",), ("owner_id", "assigned_at"), rows)
    return [IncidentAssigned(pk, owner.name) for pk, owner in given]
