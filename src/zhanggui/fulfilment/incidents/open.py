"""The incidents of a set that are still open, locked."""

from collections.abc import Callable, Sequence
from typing import Any

from zhanggui.fulfilment.incidents.states import IncidentState
from zhanggui.fulfilment.models import Incident
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import divide, not_found
from zhanggui.kernel.refusal import Refusal

_READ = (
    "pk", "state", "parcel_id", "parcel__order_id", "resolved_by", "subject", "question_id", "shop_id", "warehouse_id",
)  # fmt: skip


class IncidentEnded(Refusal):
    """This incident was ended already, by {who}."""


def divide_open(
    incident_ids: Sequence[int], *, actor: Actor, check: Callable[[Any], None] = lambda incident: None
) -> tuple[list[Any], dict[int, Refusal]]:
    """Those that are open and pass `check`, and why the others do not."""
    rows: list[Any] = list(locked(Incident.objects.visible_to(actor), incident_ids).values_list(*_READ, named=True))

    def is_open(incident: Any) -> None:
        if incident.state == IncidentState.RESOLVED:
            raise IncidentEnded(who=incident.resolved_by)
        check(incident)

    ready, refused = divide(rows, check=is_open, key=lambda incident: incident.pk)
    return ready, refused | not_found("incident", incident_ids, (incident.pk for incident in rows))
