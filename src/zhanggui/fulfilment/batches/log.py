"""The print clerk's work log: what the facts of a day say of printing, and nothing that anybody writes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext

from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone

PRINTED, BUILT = "fulfilment.parcel.printed", "fulfilment.wave.built"
_LOG = """
SELECT max(f.actor), f.actor_id, f.at, f.name, coalesce((f.data->>'prints')::int > 1, false) AS again, count(*),
       string_agg(DISTINCT coalesce(w.number, w2.number), ' '),
       string_agg(DISTINCT to_char(b.due_at AT TIME ZONE %(zone)s, 'HH24:MI') || ' ' || b.carrier, '|'),
       max(f.data->>'printed'), max(f.data->>'missing'), max(f.data->>'reason'), max(f.station)
FROM kernel_fact f
LEFT JOIN fulfilment_parcel p ON f.subject = 'parcel' AND p.id = f.subject_id
LEFT JOIN fulfilment_wave w ON w.id = p.wave_id
LEFT JOIN fulfilment_wave w2 ON f.subject = 'wave' AND w2.id = f.subject_id
LEFT JOIN LATERAL (
    SELECT e.batch_id FROM fulfilment_batchentry e WHERE e.parcel_id = p.id ORDER BY e.reason, e.id DESC LIMIT 1
) e ON true
LEFT JOIN fulfilment_printbatch b ON b.id = CASE f.subject WHEN 'print_batch' THEN f.subject_id ELSE e.batch_id END
WHERE f.at >= %(start)s AND f.at < %(end)s
  AND f.name IN ('fulfilment.parcel.printed', 'fulfilment.wave.built', 'fulfilment.print_batch.closed')
  AND coalesce(p.warehouse_id, w2.warehouse_id, b.warehouse_id) = %(warehouse)s
  AND (%(clerk)s = '' OR f.actor = %(clerk)s)
GROUP BY f.actor_id, CASE WHEN f.actor_id IS NULL THEN f.actor END, f.at, f.name, again,
         CASE f.subject WHEN 'print_batch' THEN f.subject_id END
ORDER BY f.at, 1
LIMIT 2000
"""


class LogLine(NamedTuple):
    """Something a clerk did at one moment."""

    at: datetime
    clerk: str
    station: str
    done: str
    pieces: int
    waves: str
    batches: str
    note: str


class WorkLog(NamedTuple):
    """The lines of a day, and per clerk what they come to: printed, printed again, waves, batches closed."""

    lines: Sequence[LogLine]
    sums: Sequence[tuple[str, int, int, int, int]]


def work_log(warehouse_id: int, day: date, *, clerk: str = "", actor: Actor) -> WorkLog:
    """One statement over the facts of the day."""
    start = datetime.combine(day, time(), tzinfo=company_zone())
    asked = {
        "zone": str(company_zone()),
        "start": start,
        "end": start + timedelta(days=1),
        "warehouse": warehouse_id if actor.sees_warehouse(warehouse_id) else 0,
        "clerk": clerk,
    }
    rows = fetch_rows(_LOG, asked)
    return WorkLog([_line(row) for row in rows], _sums(rows))


def _line(row: Sequence[Any]) -> LogLine:
    who, _account, at, name, again, count, waves, batches, printed, missing, reason, station = row
    note = ""
    if name == PRINTED:
        done = gettext("Labels printed again") if again else gettext("Labels printed")
    elif name == BUILT:
        done = gettext("Waves built")
    else:
        done = gettext("Batch closed")
        note = gettext("{printed} printed, {missing} went over").format(printed=printed, missing=missing)
        note = ": ".join(filter(None, [note, reason]))
    return LogLine(at, who, station, done, count, waves or "", _batch_words(batches or ""), note)


def _batch_words(text: str) -> str:
    pairs = [part.partition(" ") for part in text.split("|") if part]
    return "、".join(f"{at} {carrier_label(carrier)}" for at, _, carrier in pairs)


def _sums(rows: Sequence[Sequence[Any]]) -> list[tuple[str, int, int, int, int]]:
    """People are told apart by their accounts; whoever has none, by the name."""
    sums: Counter[tuple[Any, int]] = Counter()
    names: dict[Any, str] = {}
    for who, account, _at, name, again, count, *_ in rows:
        key = account or who
        names[key] = who
        sums[key, {PRINTED: int(again), BUILT: 2}.get(name, 3)] += count
    return [(who, sums[key, 0], sums[key, 1], sums[key, 2], sums[key, 3]) for key, who in names.items()]
