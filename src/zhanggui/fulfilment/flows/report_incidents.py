"""Report incidents of the floor 异常: each is in the queue, once per cause and subject as long as it is open.

Afterwards a new one waits for its owner with a deadline; one that is open already counts once more and says what was
said last. A pull of the trigger that was told before is not told again, whatever became of its incident.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from zhanggui.fulfilment.incidents.facts import IncidentOpened
from zhanggui.fulfilment.models import Incident
from zhanggui.fulfilment.rules.incidents import due_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
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
    known = insert_rows(Incident, _INCIDENT, rows, on_conflict=_AGAIN, returning=("id", "cause", "times"))

    announce([IncidentOpened(pk, cause) for pk, cause, times in known if times == 1], actor=actor, at=at)
    return Outcome(done=[pk for pk, _cause, _times in known], refused=refused)
