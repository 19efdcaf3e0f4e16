"""The zone of the Chinese platforms, and until when their days run."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing(moment: datetime) -> str:
    """The moment as Chinese platforms write it: local, whole seconds, without a zone."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def seconds_to_midnight(now: datetime) -> int:
    """Until the day changes in Beijing, where the platforms' daily quotas start anew."""
    here = now.astimezone(BEIJING)
    midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), BEIJING)
    return int((midnight - here).total_seconds()) + 1
