"""The board by the door: parcels of today by carrier, by clerk and by station."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, Max, Min, QuerySet, Value, When

from zhanggui.fulfilment.models import Manifest, ManifestParcel
from zhanggui.fulfilment.queries import day_start, hand_over_counts
from zhanggui.fulfilment.states import ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows

HOUR = timedelta(hours=1)
_WITHOUT_ACCOUNT = Case(When(actor_id=None, then="actor"), default=Value(""), output_field=CharField())
"""People are told apart by their accounts; whoever has none, by the name."""
_BY_HOUR = """
SELECT m.carrier, floor(extract(epoch FROM e.scanned_at - %(start)s) / 3600)::int, count(*)
FROM fulfilment_manifestparcel e JOIN fulfilment_manifest m ON m.id = e.manifest_id
WHERE e.scanned_at >= %(start)s AND e.scanned_at <= %(at)s
  AND (%(warehouses)s::bigint[] IS NULL OR m.warehouse_id = ANY (%(warehouses)s::bigint[]))
GROUP BY 1, 2 ORDER BY 1, 2
"""


class CarrierToday(NamedTuple):
    """A carrier's day: what left, what stands at the door, and the manifest that is being scanned."""

    carrier: str
    shipped: int
    waiting: int
    manifest_id: int | None
    manifest: str
    on_manifest: int


class Done(NamedTuple):
    """What one person, or one table, scanned today, and how many an hour while it did."""

    name: str
    parcels: int
    last_at: datetime
    an_hour: int


@dataclass(frozen=True, slots=True)
class HandOverBoard:
    """`hours` is, by carrier, how many were scanned in each hour of the day so far."""

    carriers: Sequence[CarrierToday]
    people: Sequence[Done]
    stations: Sequence[Done]
    hours: dict[str, list[int]]

    @property
    def shipped(self) -> int:
        return sum(one.shipped for one in self.carriers)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.carriers)


def hand_over_board(*, actor: Actor, at: datetime) -> HandOverBoard:
    """Five statements over today's rows only."""
    start = day_start(at)
    opened = Manifest.objects.visible_to(actor).filter(state=ManifestState.OPEN).annotate(on_it=Count("parcels"))
    running = {row[0]: row[1:] for row in opened.order_by("pk").values_list("carrier", "pk", "number", "on_it")}
    counts = {count.carrier: count for count in hand_over_counts(actor=actor, at=at)}
    today = ManifestParcel.objects.filter(scanned_at__gte=start, scanned_at__lte=at)
    if actor.warehouse_ids is not None:
        today = today.filter(manifest__warehouse_id__in=actor.warehouse_ids)
    return HandOverBoard(
        carriers=[
            CarrierToday(
                carrier,
                counts[carrier].shipped if carrier in counts else 0,
                counts[carrier].waiting if carrier in counts else 0,
                *running.get(carrier, (None, "", 0)),
            )
            for carrier in sorted({*counts, *running})
        ],
        people=_done(today.annotate(unknown=_WITHOUT_ACCOUNT), "actor", ("actor_id", "unknown")),
        stations=_done(today, "station", ("station",)),
        hours=_hours(start, actor=actor, at=at),
    )


def _done(today: QuerySet[Any], name: str, known_by: Sequence[str]) -> list[Done]:
    rows = today.values(*known_by).annotate(
        called=Max(name), parcels=Count("pk"), first=Min("scanned_at"), last=Max("scanned_at")
    )
    return [
        Done(called, parcels, last, round(parcels / max((last - first) / HOUR, 1 / 60)) if parcels > 1 else parcels)
        for called, parcels, first, last in rows.order_by("-parcels", "called").values_list(
            "called", "parcels", "first", "last"
        )
    ]


def _hours(start: datetime, *, actor: Actor, at: datetime) -> dict[str, list[int]]:
    warehouses = None if actor.warehouse_ids is None else sorted(actor.warehouse_ids)
    hours: dict[str, list[int]] = {}
    for carrier, hour, count in fetch_rows(_BY_HOUR, {"start": start, "at": at, "warehouses": warehouses}):
        hours.setdefault(carrier, [0] * (int((at - start) / HOUR) + 1))[hour] += count
    return hours
