"""The proof that no order of a shop is lost: every hour of some days, what it holds, and each order still missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from zhanggui.channels.models import AskedAudit, HourAudit, MissingOrder, Unread
from zhanggui.channels.rules import HOUR, SETTLED_AFTER
from zhanggui.kernel.clock import company_zone

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour: `look` is complete, fetched, missing, unaudited or ahead, when it cannot be audited yet."""

    hour: datetime
    look: str
    listed: int = 0
    here: int = 0
    fetched: int = 0
    missing: int = 0
    audited_at: datetime | None = None

    @property
    def end(self) -> datetime:
        return self.hour + HOUR


@dataclass(frozen=True, slots=True)
class Day:
    """The hours of one day on the company's clock, and their sums."""

    day: date
    cells: Sequence[Cell]

    @property
    def listed(self) -> int:
        return sum(cell.listed for cell in self.cells)

    @property
    def here(self) -> int:
        return sum(cell.here for cell in self.cells)

    @property
    def fetched(self) -> int:
        return sum(cell.fetched for cell in self.cells)

    @property
    def missing(self) -> int:
        return sum(cell.missing for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Gone:
    """An order still missing, and what is known of it: why it could not be read, or nothing."""

    number: str
    hour: datetime
    found_at: datetime
    listed_at: datetime
    audited_at: datetime | None
    sentence: str

    @property
    def is_forgotten(self) -> bool:
        """The platform listed it once, and not at the last audit of its hour."""
        return self.audited_at is not None and self.audited_at > self.listed_at


def audited_days(shop_id: int, first: date, last: date, *, at: datetime) -> list[Day]:
    """The days from the last to the first. Two statements."""
    days = [last - timedelta(days=back) for back in range((last - first).days + 1)]
    begin, end = _hour(first, 0), _hour(last, 23)
    rows = HourAudit.objects.filter(shop_id=shop_id, hour__range=(begin, end))
    audits = {audit.hour: audit for audit in rows}
    gone = MissingOrder.objects.filter(shop_id=shop_id, hour__range=(begin, end)).still_missing()
    missing = Counter(gone.values_list("hour", flat=True))
    hours = [[_hour(day, hour) for hour in range(24)] for day in days]
    return [
        Day(day, [_cell(hour, audits.get(hour), missing[hour], at=at) for hour in of_day])
        for day, of_day in zip(days, hours, strict=True)
    ]


def _cell(hour: datetime, audit: HourAudit | None, missing: int, *, at: datetime) -> Cell:
    """What came since the audit counts as here."""
    if audit is None:
        return Cell(hour, "ahead" if hour + HOUR + SETTLED_AFTER > at else "unaudited", missing=missing)
    look = "missing" if missing else "fetched" if audit.fetched else "complete"
    here = audit.here + max(audit.missing - missing, 0)
    return Cell(hour, look, audit.listed, here, audit.fetched, missing, audit.audited_at)


def _hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=company_zone()).astimezone(UTC)


def orders_gone(shop_id: int) -> tuple[int, list[Gone]]:
    """How many orders of the shop are missing, and the first of them by the hour, the latest first. Three
    statements, and a fourth where there are more than are shown."""
    missing = MissingOrder.objects.filter(shop_id=shop_id).still_missing()
    rows = list(missing.order_by("-hour", "number")[:MOST_SHOWN])
    unread = Unread.objects.filter(shop_id=shop_id, number__among={row.number for row in rows}).order_by("seen_at")
    sentences = dict(unread.values_list("number", "sentence"))
    audits = HourAudit.objects.filter(shop_id=shop_id, hour__in={row.hour for row in rows})
    audited = dict(audits.values_list("hour", "audited_at"))
    shown = [
        Gone(row.number, row.hour, row.found_at, row.listed_at, audited.get(row.hour), sentences.get(row.number, ""))
        for row in rows
    ]
    return (missing.count() if len(rows) == MOST_SHOWN else len(rows)), shown


@dataclass(frozen=True, slots=True)
class Progress:
    """The audit somebody asked for last, and how many of its hours are done."""

    audit: AskedAudit
    done: int
    hours: int

    @property
    def is_open(self) -> bool:
        return self.audit.ended_at is None


def audit_progress(shop_id: int) -> Progress | None:
    """Of the audit that was asked for last. Two statements."""
    audit = AskedAudit.objects.filter(shop_id=shop_id).order_by("-pk").first()
    if audit is None:
        return None
    hours = (audit.until - audit.since) // HOUR
    if audit.begun_at is None:
        return Progress(audit, 0, hours)
    of_it = HourAudit.objects.filter(shop_id=shop_id, hour__gte=audit.since, hour__lt=audit.until)
    return Progress(audit, of_it.filter(audited_at__gte=audit.begun_at).count(), hours)
