"""What 快递鸟 says of one parcel, as events. The codes are rows of `track_codes.csv`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.asking.tables import carrier_of, table
from zhanggui.kernel.doors.tracking import TrackEvent, TrackState

_BEIJING = timezone(timedelta(hours=8))
_UNTOLD = TrackState.IN_TRANSIT  # of a scan without a code, or with one that is not known


def events_of(parcel: Mapping[str, Any], *, carrier: str = "", waybill: str = "") -> tuple[list[TrackEvent], int]:
    """The events of an answer or of one parcel of a push, and how many scans could not be read.

    Only the paid services say of every scan what it was (`Action`); otherwise the state of the parcel is that of its
    newest scan, and those before it were on the way.
    """
    number = waybill or text(parcel, "LogisticCode")
    carrier = carrier or carrier_of(__package__, text(parcel, "ShipperCode"))
    told = rows(parcel, "Traces")
    read = [(at, scan) for scan in told if (at := _moment(scan))]
    if not number:
        return [], len(told)
    newest = max((at for at, _ in read), default=None)
    events = [
        TrackEvent(
            carrier=carrier,
            waybill=number,
            happened_at=at.astimezone(UTC),
            state=_state(scan, parcel if at == newest else {}),
            words=text(scan, "AcceptStation"),
            place=text(scan, "Location"),
            code=text(scan, "Action"),
        )
        for at, scan in read
    ]
    return events, len(told) - len(read)


def _moment(scan: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.strptime(text(scan, "AcceptTime"), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_BEIJING)
    except ValueError:
        return None


def _state(scan: Mapping[str, Any], parcel: Mapping[str, Any]) -> TrackState:
    """By the scan's own code, then by what the parcel is now, the finer code first."""
    known = _states()
    for told in (text(scan, "Action"), text(parcel, "StateEx")):
        if told:
            return known.get(("stateex", told)) or known.get(("state", told)) or _UNTOLD
    return known.get(("state", text(parcel, "State"))) or _UNTOLD


@cache
def _states() -> Mapping[tuple[str, str], TrackState]:
    return {(row["kind"], row["code"]): TrackState(row["state"]) for row in table(__package__, "track_codes.csv")}
