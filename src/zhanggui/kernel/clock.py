"""Moments are stored in UTC and shown in the company's zone. Only doors ask what time it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def company_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """The present moment, for doors."""
    return timezone.now()


def company_day(at: datetime) -> date:
    """The calendar day in the company's zone."""
    return at.astimezone(company_zone()).date()


def clock_time(at: datetime, *, seen_at: datetime) -> str:
    """Hours and minutes in the company's zone; the day too when it was another one."""
    local = at.astimezone(company_zone())
    return f"{local:%H:%M}" if local.date() == company_day(seen_at) else f"{local:%m-%d %H:%M}"
