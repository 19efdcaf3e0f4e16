"""Anomalies of parcels as they are now: what opens, and what passes by itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.owning.giving import owners_of
from zhanggui.fulfilment.rules.owning import Place
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import FactOf
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.models import Anomaly, Track, TrackLimit
from zhanggui.logistics.tracking.facts import AnomalyEnded, AnomalyOpened, AnomalyTaken
from zhanggui.logistics.tracking.folding import Folded, called_back
from zhanggui.logistics.tracking.rules import Finding, Limit, Seen, findings_of, look_next, passes
from zhanggui.logistics.tracking.states import AnomalyKind, AnomalyState, Stage
from zhanggui.orders.receivers.sealed import receivers_of

_ROW = (
    "track_id", "shop_id", "warehouse_id", "kind", "cause", "state", "words", "opened_at", "due_at", "resolution",
    "note", "closed_by", "owner_id",
)  # fmt: skip
_LONGEST = 300
_PAUSED_LOOK = timedelta(hours=1)
"""A parcel whose platform's clock stands is looked at again so much later."""


def limits() -> list[Limit]:
    return [Limit(*row) for row in TrackLimit.objects.values_list("stage", "carrier", "region", "hours")]


def write_findings(folded: Sequence[Folded], *, at: datetime) -> list[FactOf]:
    """What is wrong with these locked parcels now is open, what was and is not any more has passed; five statements,
    or two more each where a platform's clock or who signed is asked for, and where something new is somebody's.
    Answers what to tell."""
    if not folded:
        return []
    allowed = limits()
    back = called_back(one.track.parcel_id for one in folded)
    paused = paused_parcels(one.track.parcel_id for one in folded if one.stage == Stage.HANDED_OVER)
    names = _receivers(one for one in folded if one.stage == Stage.DELIVERED and one.is_new_stage)
    known = _known({one.track.pk for one in folded})
    new: list[tuple[Track, Finding]] = []
    passed: list[int] = []
    looks: list[tuple[int, datetime | None]] = []
    facts: list[FactOf] = []
    for one in folded:
        track = one.track
        found = findings_of(
            Seen(
                track.carrier, track.region, one.stage, one.stage_at, track.handed_at, track.collect_by, one.journey,
                is_paused=track.parcel_id in paused, is_called_back=track.parcel_id in back,
                receiver=names.get(track.parcel_id, ""),
            ),
            allowed,
        )  # fmt: skip
        before = known.get(track.pk, [])
        now = [each for each in found if each.opens_at <= at]
        causes = {(each.kind, each.cause) for each in now}
        gone = [row for row in before if _is_over(row, causes)]
        passed += [row.pk for row in gone]
        facts += [AnomalyEnded(track.parcel_id, row.kind, AnomalyState.PASSED.value) for row in gone]
        opening = _opening(now, before, {row.pk for row in gone})
        new += [(track, each) for each in opening]
        pause = at + _PAUSED_LOOK if track.parcel_id in paused else None
        looks.append((track.pk, pause or look_next(found, at=at)))
    move_to(Anomaly, passed, AnomalyState.PASSED, closed_at=at)
    facts += _open(new, at=at)
    update_rows(Track, ("id",), ("look_at",), looks)
    return facts


def _open(new: Sequence[tuple[Track, Finding]], *, at: datetime) -> list[FactOf]:
    """Each is on record, and the person's who has the fewest, of those whose work it is. Three statements."""
    places = [Place(track.shop_id, track.warehouse_id) for track, _ in new]
    running = Anomaly.objects.filter(state=AnomalyState.OPEN)
    owners = owners_of(places, grant="resolve_anomalies", running=running)
    rows, facts = [], list[FactOf]()
    for (track, one), owner in zip(new, owners, strict=True):
        rows.append(_row(track, one, owner, at=at))
        facts.append(AnomalyOpened(track.parcel_id, str(one.kind), one.words[:_LONGEST]))
        if owner:
            facts.append(AnomalyTaken(track.parcel_id, str(one.kind), owner.name))
    insert_rows(Anomaly, _ROW, rows, on_conflict="DO NOTHING")
    return facts


def _is_over(row: Any, causes: set[tuple[str, str]]) -> bool:
    return row.state == AnomalyState.OPEN and passes(row.kind) and (row.kind, row.cause) not in causes


def _opening(now: Iterable[Finding], before: Sequence[Any], gone: set[int]) -> list[Finding]:
    """Those whose cause is new, while no other case of their kind is open."""
    told = {(row.kind, row.cause) for row in before}
    running = {row.kind for row in before if row.state == AnomalyState.OPEN and row.pk not in gone}
    return [one for one in now if (one.kind, one.cause) not in told and one.kind not in running]


def _row(track: Track, one: Finding, owner: Actor | None, *, at: datetime) -> tuple[Any, ...]:
    state = AnomalyState.OPEN.value
    return (
        track.pk,
        track.shop_id,
        track.warehouse_id,
        AnomalyKind(one.kind).value,
        one.cause[:64],
        state,
        one.words[:_LONGEST],
        at,
        one.due_at,
        "",
        "",
        "",
        owner.user_id if owner else None,
    )


def _known(track_ids: set[int]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = Anomaly.objects.filter(track_id__among=track_ids).order_by("pk")
    for row in rows.values_list("pk", "track_id", "kind", "cause", "state", named=True):
        found.setdefault(row.track_id, []).append(row)
    return found


def paused_parcels(parcel_ids: Iterable[int]) -> set[int]:
    """Those of which a platform has stopped the clock of every order in them."""
    ids = set(parcel_ids)
    if not ids:
        return set()
    rows = ParcelLine.objects.filter(parcel_id__among=ids).values_list(
        "parcel_id", "order_line__order__clock_paused_at"
    )
    running: set[int] = set()
    standing: set[int] = set()
    for parcel_id, paused_at in rows.order_by("pk"):
        (standing if paused_at else running).add(parcel_id)
    return standing - running


def _receivers(folded: Iterable[Folded]) -> dict[int, str]:
    """The receiver's name of parcels that were just delivered: compared with who signed, and kept nowhere."""
    order_ids = {one.track.parcel_id: one.track.parcel.order_id for one in folded}
    if not order_ids:
        return {}
    receivers = receivers_of(order_ids.values())
    return {pk: receivers[order_id].name for pk, order_id in order_ids.items() if order_id in receivers}
