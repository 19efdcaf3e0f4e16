"""顺丰 as a source of tracking: its own parcels."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import rows, text
from zhanggui.connectors.asking.failing import CallFailed, told_by_parcel, tracking_refusal
from zhanggui.connectors.asking.tracked import subscribe_each
from zhanggui.connectors.sf.asking import CARRIER
from zhanggui.connectors.sf.client import LABEL, TIMEOUT, Login, SfClient, login_of
from zhanggui.connectors.sf.pushes import read_push
from zhanggui.connectors.sf.routes import RouteUnreadable, event_of
from zhanggui.kernel.doors.tracking import Pushed, TrackAccount, TrackedParcel, TrackEvent, Tracks
from zhanggui.kernel.refusal import Refusal

MOST_ASKED = 10
"""Waybills in one call."""

_ROUTES = "EXP_RECE_SEARCH_ROUTES"
_REGISTER = "EXP_RECE_REGISTER_ROUTE"


class SfTracking:
    """Routes of SF. It tells only who knows the last four digits of a phone number of the parcel."""

    key = "sf"
    label = LABEL
    rest = timedelta(0)

    def __init__(self, *, sleep: Callable[[float], None] = time.sleep, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = SfClient(sleep, timeout)

    def knows(self, carrier: str) -> bool:
        """Its own parcels, and nobody else's."""
        return carrier == CARRIER

    def query(self, account: TrackAccount, *, parcels: Sequence[TrackedParcel]) -> Tracks:
        """All routes of these parcels; those with the same end of a phone number are asked for together."""
        login = _login(account)
        asked = _asked_together(parcels)
        answers = self._client.patience.each(lambda one: self._ask(login, *one), asked)
        refused: dict[str, CallFailed] = {}
        events: list[TrackEvent] = []
        for (_, waybills), answer in zip(asked, answers, strict=True):
            if isinstance(answer, CallFailed):
                refused |= dict.fromkeys(waybills, answer)
            else:
                events += answer
        of = len({parcel.waybill for parcel in parcels})
        return Tracks(events=events, refused=told_by_parcel(refused, of=of, source=LABEL))

    def subscribe(
        self, account: TrackAccount, *, parcels: Sequence[TrackedParcel], callback: str
    ) -> Mapping[str, Refusal]:
        """SF pushes the routes of these parcels to the address that is registered for the customer in its console;
        it takes no address per call. Parcels of our own contract are pushed without being asked for."""
        login = _login(account)

        def register(parcel: TrackedParcel) -> None:
            self._client.call(login, _REGISTER, _registration(parcel))

        return subscribe_each(self._client.patience, parcels, register, source=LABEL)

    def read_push(self, account: TrackAccount, *, query: Mapping[str, str], body: bytes) -> Pushed:
        """The events of one push."""
        return read_push(account, query=query, body=body)

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()

    def _ask(self, login: Login, phone_end: str, waybills: Sequence[str]) -> list[TrackEvent] | CallFailed:
        asked = {
            "language": "zh-CN",
            "trackingType": 1,
            "trackingNumber": list(waybills),
            "methodType": 1,
            "checkPhoneNo": phone_end,
        }
        try:
            answer = self._client.call(login, _ROUTES, asked)
        except CallFailed as failed:
            return failed
        return _events(answer)


def _events(answer: Mapping[str, Any]) -> list[TrackEvent]:
    """Every route that can be read; one that cannot is as good as not told."""
    events = []
    for parcel in rows(answer, "routeResps"):
        for route in rows(parcel, "routes"):
            with suppress(RouteUnreadable):
                events.append(event_of(route, waybill=text(parcel, "mailNo")))
    return events


def _asked_together(parcels: Sequence[TrackedParcel]) -> list[tuple[str, list[str]]]:
    """The end of a phone number and up to ten waybills that have it."""
    by_phone: dict[str, dict[str, None]] = defaultdict(dict)
    for parcel in parcels:
        by_phone[parcel.phone[-4:]][parcel.waybill] = None
    return [
        (phone_end, list(waybills)[start : start + MOST_ASKED])
        for phone_end, waybills in by_phone.items()
        for start in range(0, len(waybills), MOST_ASKED)
    ]


def _registration(parcel: TrackedParcel) -> Mapping[str, str]:
    """UNCONFIRMED: the names of these fields."""
    return {
        "type": "2",
        "attributeNo": parcel.waybill,
        "checkPhoneNo": parcel.phone[-4:],
        "language": "0",
        "country": "CN",
    }


def _login(account: TrackAccount) -> Login:
    try:
        return login_of(account.settings, account.secrets)
    except CallFailed as failed:
        raise tracking_refusal(failed, source=LABEL) from failed
