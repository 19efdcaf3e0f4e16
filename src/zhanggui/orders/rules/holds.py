"""How long people usually hold an order."""

from datetime import datetime, time, timedelta

from zhanggui.kernel.clock import company_zone

EVENING = time(18)
MORNING = time(8)
_FOR = {"2h": timedelta(hours=2), "3d": timedelta(days=3), "7d": timedelta(days=7)}


def preset_end(preset: str, *, at: datetime) -> datetime:
    """The moment a preset names, always still to come: evenings and mornings where the company is."""
    if preset in _FOR:
        return at + _FOR[preset]
    here = at.astimezone(company_zone())
    asked = EVENING if preset == "evening" else MORNING
    end = datetime.combine(here.date(), asked, tzinfo=company_zone())
    return end + timedelta(days=1) if end <= at or preset == "morning" else end
