"""What 快递100 says of one parcel, as events. The codes are rows of `track_codes.csv`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.asking.tables import carrier_of, table
from zhanggui.kernel.doors.tracking import TrackEvent, TrackState

_BEIJING = timezone(timedelta(hours=8))
_OF_AN_UNKNOWN_CODE = TrackState.IN_TRANSIT  # one we do not know never ends a parcel's way


def events_of(result: Mapping[str, Any], *, carrier: str = "") -> tuple[list[TrackEvent], int]:
    """The events of an answer or of a push, and how many rows could not be read.

    `carrier` is whose parcel was asked for; a push names it in its own code.
    """
    waybill, carrier = text(result, "nu"), carrier or carrier_of(__package__, text(result, "com"))
    events = []
    unreadable = 0
    for row in rows(result, "data"):
        try:
            told = text(row, "ftime") or text(row, "time")
            at = datetime.strptime(told, "%Y-%m-%d %H:%M:%S").replace(tzinfo=_BEIJING)
        except ValueError:
            unreadable += 1
            continue
        code = text(row, "statusCode")
        events.append(
            TrackEvent(
                carrier=carrier,
                waybill=waybill,
                happened_at=at.astimezone(UTC),
                state=_state(code, text(row, "status")),
                words=text(row, "context"),
                place=text(row, "areaName") or text(row, "location"),
                code=code or text(row, "status"),
            )
        )
    return (events, unreadable) if waybill else ([], unreadable + len(events))


def _state(code: str, name: str) -> TrackState:
    """By the code; where only the name is told, by that."""
    by_code, by_name = _states()
    return by_code.get(code) or by_name.get(name) or _OF_AN_UNKNOWN_CODE


@cache
def _states() -> tuple[Mapping[str, TrackState], Mapping[str, TrackState]]:
    known = table(__package__, "track_codes.csv")
    by_code = {row["code"]: TrackState(row["state"]) for row in known}
    by_name = {row["name"]: TrackState(row["state"]) for row in reversed(known)}
    return by_code, by_name
