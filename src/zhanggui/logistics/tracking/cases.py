"""Anomalies as the flows on them read them: locked, with their parcel, and those among them that are still open."""

from collections.abc import Callable, Sequence
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.models import Anomaly
from zhanggui.logistics.tracking.rules import AnomalyClosed
from zhanggui.logistics.tracking.states import AnomalyKind, AnomalyState

_CASE = (
    "pk", "kind", "state", "shop_id", "warehouse_id", "track_id", "track__waybill", "track__parcel_id",
    "track__parcel__order_id",
)  # fmt: skip


def open_cases(
    anomaly_ids: Sequence[int], actor: Actor, *, check: Callable[[Any], None] = lambda case: None
) -> tuple[list[Any], dict[int, Refusal]]:
    """The open ones of these that pass `check`, locked, and why the others are not to be touched. One statement."""
    rows = locked(Anomaly.objects.visible_to(actor), anomaly_ids).values_list(*_CASE, named=True)
    cases: list[Any] = list(rows)

    def is_open(case: Any) -> None:
        _check_open(case)
        check(case)

    ready, refused = divide(cases, check=is_open, key=lambda case: case.pk)
    return ready, refused | not_found("anomaly", anomaly_ids, (case.pk for case in cases))


def parcels_in(anomaly_ids: Sequence[int], actor: Actor) -> dict[int, int]:
    """The parcel of each of these cases that is open, without locks: what is locked first stands above them."""
    rows = Anomaly.objects.visible_to(actor).filter(pk__among=set(anomaly_ids), state=AnomalyState.OPEN)
    return dict(rows.order_by("pk").values_list("pk", "track__parcel_id"))


def _check_open(case: Any) -> None:
    if case.state != AnomalyState.OPEN:
        raise AnomalyClosed(
            kind=AnomalyKind(case.kind).label, waybill=case.track__waybill, state=AnomalyState(case.state).label
        )
