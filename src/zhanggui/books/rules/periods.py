"""Which months may be closed and opened again: those closed come before all that are open."""

from datetime import date

from zhanggui.kernel.refusal import Refusal


class EarlierPeriodOpen(Refusal):
    """Close {earlier} before {period}."""


class LaterPeriodClosed(Refusal):
    """Open {later} again before {period}."""


class PeriodNotOver(Refusal):
    """{period} is not over yet."""


class ReasonMissing(Refusal):
    """Say why the books of {period} are opened again."""


def check_close(first_on: date, *, first_open: date | None, today: date) -> None:
    """Raises PeriodNotOver or EarlierPeriodOpen."""
    if first_on >= today.replace(day=1):
        raise PeriodNotOver(period=f"{first_on:%Y-%m}")
    if first_open is not None and first_open < first_on:
        raise EarlierPeriodOpen(earlier=f"{first_open:%Y-%m}", period=f"{first_on:%Y-%m}")


def check_reopen(first_on: date, *, last_closed: date | None, reason: str) -> None:
    """Raises ReasonMissing or LaterPeriodClosed."""
    if not reason.strip():
        raise ReasonMissing(period=f"{first_on:%Y-%m}")
    if last_closed is not None and last_closed > first_on:
        raise LaterPeriodClosed(later=f"{last_closed:%Y-%m}", period=f"{first_on:%Y-%m}")
