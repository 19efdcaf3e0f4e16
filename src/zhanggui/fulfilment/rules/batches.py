"""When the next print batch of a carrier is due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.cut_offs import USUAL, CutOffTime

FARTHEST = 60
"""So many days without a print time are looked at."""
Special = Mapping[tuple[date, str], Sequence[time]]
"""Days on which other times hold, by day and carrier; without a carrier they hold for all."""


class NothingPrintedSoon(Refusal):
    """The calendar knows no print time in the next {days} days."""


class PrintCalendar:
    """The print times of one warehouse."""

    def __init__(self, times: Sequence[CutOffTime], special: Special, *, zone: tzinfo) -> None:
        self._times, self._special, self._zone = times, special, zone

    def times_on(self, day: date, carrier: str) -> list[time]:
        """That day's exception for the carrier, or for all; else its usual times, or those of all where it has none."""
        for key in ((day, carrier), (day, "")):
            if key in self._special:
                return sorted(self._special[key])
        own = [one.at for one in self._times if not one.carriers or carrier in one.carriers]
        return sorted(own or [one.at for one in self._times] or USUAL)

    def due_after(self, moment: datetime, carrier: str) -> datetime:
        """The first print time later than the moment. Raises NothingPrintedSoon."""
        here = moment.astimezone(self._zone)
        for days in range(FARTHEST):
            day = here.date() + timedelta(days=days)
            for at in self.times_on(day, carrier):
                due = datetime.combine(day, at, tzinfo=self._zone)
                if due > here:
                    return due
        raise NothingPrintedSoon(days=FARTHEST)

    def due_for(self, moment: datetime, carrier: str, *, is_closed: Mapping[datetime, bool]) -> datetime:
        """The first print time for what was planned at the moment whose batch is not closed."""
        due = self.due_after(moment, carrier)
        while is_closed.get(due):
            due = self.due_after(due, carrier)
        return due
