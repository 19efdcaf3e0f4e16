"""How a station with only a gun asks "is it really so?": the same number again, a little later, or the word OK."""

from datetime import datetime, timedelta
from typing import Any

from zhanggui.kernel.refusal import Refusal

WORDS = frozenset({"OK", "DONE", "完成", "好"})
TOO_SOON = timedelta(seconds=2)
"""A gun may fire twice; nobody empties a bin in two seconds."""


class ConfirmTooSoon(Refusal):
    """That was too quick. Do it first, then scan {number} again."""

    sound = "already_scanned"


def is_confirmed(code: str, *, context: dict[str, Any], number: str, at: datetime) -> bool:
    """Whether this scan confirms what the station shows of `number`. Raises ConfirmTooSoon for a double shot.

    A context that does not say when it was shown confirms nothing: the station shows it again.
    """
    shown_at = _moment(context.get("shown_at"))
    if context.get("number") != number or not number or shown_at is None:
        return False
    if code.upper() in WORDS:
        return True
    if code != number:
        return False
    if at - shown_at < TOO_SOON:
        raise ConfirmTooSoon(number=number)
    return True


def _moment(text: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def asking(number: str, *, at: datetime) -> dict[str, Any]:
    """The context with which the next scan may confirm."""
    return {"number": number, "shown_at": at.isoformat()}
