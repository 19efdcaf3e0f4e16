"""Today in numbers, and by the hour."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.orders.models import Order

HOURS = 24


@dataclass(frozen=True, slots=True)
class Today:
    """`arrived` and `shipped` by hour of the company's day; the sums stand beside them."""

    day: str
    arrived: list[int]
    shipped: list[int]

    @property
    def orders(self) -> int:
        return sum(self.arrived)

    @property
    def parcels(self) -> int:
        return sum(self.shipped)


def today(actor: Actor, *, at: datetime) -> Today:
    """Two statements over today's rows only."""
    zone = company_zone()
    day = at.astimezone(zone).date()
    start = datetime.combine(day, time(), tzinfo=zone)
    return Today(
        day=day.isoformat(),
        arrived=_by_hour(Order._meta.db_table, "placed_at", start, actor),
        shipped=_by_hour(Parcel._meta.db_table, "shipped_at", start, actor, extra="AND state = 'shipped'"),
    )


def _by_hour(table: str, column: str, start: datetime, actor: Actor, *, extra: str = "") -> list[int]:
    shops = None if actor.shop_ids is None else list(actor.shop_ids)
    rows = fetch_rows(
        f"""
        SELECT floor(extract(epoch FROM {column} - %s) / 3600)::int AS hour, count(*) FROM {table}
        WHERE {column} >= %s AND {column} < %s {extra} AND (%s::bigint[] IS NULL OR shop_id = ANY (%s::bigint[]))
        GROUP BY hour
        """,
        [start, start, start + timedelta(hours=HOURS), shops, shops],
    )
    counted = dict(rows)
    return [counted.get(hour, 0) for hour in range(HOURS)]
