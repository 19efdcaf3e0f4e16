"""How well carriers did: what was collected in time, and how many days parcels took."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Avg, Count, F, Q
from django.db.models.functions import Coalesce

from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.models import Track
from zhanggui.logistics.tracking.states import Stage

MOST_REGIONS = 40
_DAY = timedelta(days=1)


class Row(NamedTuple):
    """One carrier, or one of its provinces."""

    carrier: str
    name: str
    handed: int
    collected: int
    in_time: int
    delivered: int
    within_2: int
    within_3: int
    back: int
    days: float | None

    @property
    def in_time_share(self) -> int:
        return 100 * self.in_time // self.handed if self.handed else 0

    @property
    def delivered_share(self) -> int:
        return 100 * self.delivered // self.handed if self.handed else 0

    @property
    def within_3_share(self) -> int:
        return 100 * self.within_3 // self.delivered if self.delivered else 0


class Figures(NamedTuple):
    total: Row | None
    carriers: Sequence[Row]
    regions: Sequence[Row]
    longest: float
    """The longest average in days, for the bars."""


def figures_of(since: datetime, until: datetime, *, actor: Actor) -> Figures:
    """Of the parcels handed over between these moments. Two statements over one index."""
    rows = Track.objects.visible_to(actor).filter(handed_at__gte=since, handed_at__lt=until)
    rows = rows.exclude(stage=Stage.WITHDRAWN)
    carriers = [_row(row, "") for row in _counted(rows, "carrier").order_by("-handed", "carrier")]
    regions = [_row(row, row["region"]) for row in _counted(rows, "carrier", "region").order_by("-handed", "region")]
    days = [row.days for row in (*carriers, *regions[:MOST_REGIONS]) if row.days is not None]
    return Figures(_sum(carriers), carriers, regions[:MOST_REGIONS], max(days, default=0))


def _counted(rows: Any, *by: str) -> Any:
    took = F("delivered_at") - F("handed_at")
    promised = Coalesce(F("collect_by"), F("handed_at") + _DAY)
    return rows.values(*by).annotate(
        handed=Count("pk"),
        collected=Count("pk", filter=Q(collected_at__isnull=False)),
        in_time=Count("pk", filter=Q(collected_at__lte=promised)),
        delivered=Count("pk", filter=Q(delivered_at__isnull=False)),
        within_2=Count("pk", filter=Q(delivered_at__lte=F("handed_at") + 2 * _DAY)),
        within_3=Count("pk", filter=Q(delivered_at__lte=F("handed_at") + 3 * _DAY)),
        back=Count("pk", filter=Q(stage__in=[Stage.RETURNING, Stage.RETURNED])),
        took=Avg(took, filter=Q(delivered_at__isnull=False)),
    )


def _row(row: Any, name: str) -> Row:
    days = row["took"].total_seconds() / 86_400 if row["took"] is not None else None
    return Row(
        carrier_label(row["carrier"]), name, row["handed"], row["collected"], row["in_time"], row["delivered"],
        row["within_2"], row["within_3"], row["back"], days,
    )  # fmt: skip


def _sum(rows: Iterable[Row]) -> Row | None:
    rows = list(rows)
    if not rows:
        return None
    delivered = sum(row.delivered for row in rows)
    days = sum((row.days or 0) * row.delivered for row in rows) / delivered if delivered else None
    counts = {name: sum(getattr(row, name) for row in rows) for name in Row._fields[2:9]}
    return Row(carrier="", name="", days=days, **counts)
