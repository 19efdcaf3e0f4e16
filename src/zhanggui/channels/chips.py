"""Words of the line to a platform for its desks."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhanggui.ui.desk.columns import Tone

LINK_TONES: dict[str, Tone] = {"working": "good", "paused": "warn", "expired": "bad"}
NOTICE_TONES: dict[str, Tone] = {"queued": "info", "told": "good", "refused": "bad", "in_vain": "bad"}
LATE = timedelta(minutes=5)
VERY_LATE = timedelta(minutes=30)


def lag_chip(lag: timedelta) -> list[dict[str, str]]:
    """How long ago the platform was last covered; amber after five minutes, red after thirty."""
    seconds = int(lag.total_seconds())
    if seconds < 120:
        words = _("{count} seconds ago").format(count=seconds)
    elif seconds < 7200:
        words = _("{count} minutes ago").format(count=seconds // 60)
    else:
        words = _("{count} hours ago").format(count=seconds // 3600)
    return [{"label": words, "tone": "bad" if lag > VERY_LATE else "warn" if lag > LATE else "good"}]
