"""A route of SF as an event. The codes are rows of `route_codes.csv`."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from zhanggui.connectors.asking.tables import table
from zhanggui.connectors.sf.asking import CARRIER
from zhanggui.kernel.doors.tracking import TrackEvent, TrackState

_BEIJING = timezone(timedelta(hours=8))
_OF_AN_UNKNOWN_CODE = TrackState.IN_TRANSIT  # SF adds codes; one we do not know never ends a parcel's way


class RouteUnreadable(Exception):
    """A route without a moment or without a number."""


def event_of(route: object, *, waybill: str = "") -> TrackEvent:
    """The event a route is. `waybill` is the number it was asked for; a pushed route names its own."""
    if not isinstance(route, dict):
        raise RouteUnreadable
    number = waybill or str(route.get("mailno") or "")
    code = str(route.get("opCode") or "")
    try:
        at = datetime.strptime(str(route.get("acceptTime")), "%Y-%m-%d %H:%M:%S").replace(tzinfo=_BEIJING)
    except ValueError as fault:
        raise RouteUnreadable from fault
    if not number:
        raise RouteUnreadable
    return TrackEvent(
        carrier=CARRIER,
        waybill=number,
        happened_at=at.astimezone(UTC),
        state=_states().get(code, _OF_AN_UNKNOWN_CODE),
        words=str(route.get("remark") or ""),
        place=str(route.get("acceptAddress") or ""),
        code=code,
    )


@cache
def _states() -> Mapping[str, TrackState]:
    return {row["code"]: TrackState(row["state"]) for row in table(__package__, "route_codes.csv")}
