"""快递鸟 as a source of tracking."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import httpx

from zhanggui.connectors.asking.failing import CallFailed
from zhanggui.connectors.asking.refusing import Action
from zhanggui.connectors.asking.tables import code_of
from zhanggui.connectors.asking.tracked import query_each, subscribe_each
from zhanggui.connectors.kdniao.client import LABEL, SUBSCRIPTIONS, TIMEOUT, TRACKS, KdniaoClient
from zhanggui.connectors.kdniao.events import events_of
from zhanggui.connectors.kdniao.pushes import read_push
from zhanggui.kernel.doors.tracking import Pushed, TrackAccount, TrackedParcel, TrackEvent, Tracks
from zhanggui.kernel.refusal import Refusal

_QUERY, _SUBSCRIBE = "1002", "1008"
_PAID_QUERY, _PAID_SUBSCRIBE = "8001", "8008"
_PAID = "paid"  # the value of the setting `service` for accounts with the paid services


class KdniaoTracking:
    """One parcel in a call; several calls at a time."""

    key = "kdniao"
    label = LABEL
    rest = timedelta(0)

    def __init__(self, *, sleep: Callable[[float], None] = time.sleep, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = KdniaoClient(sleep, timeout)

    def knows(self, carrier: str) -> bool:
        """The carriers it has codes for."""
        return bool(code_of(__package__, carrier))

    def query(self, account: TrackAccount, *, parcels: Sequence[TrackedParcel]) -> Tracks:
        """Everything known of these parcels."""
        request_type = _PAID_QUERY if _is_paid(account) else _QUERY

        def ask(parcel: TrackedParcel) -> list[TrackEvent]:
            answer = self._client.call(account.settings, account.secrets, TRACKS, request_type, _asked(parcel))
            events, _ = events_of(answer, carrier=parcel.carrier, waybill=parcel.waybill)
            return events

        return query_each(self._client.patience, parcels, ask, source=LABEL)

    def subscribe(
        self, account: TrackAccount, *, parcels: Sequence[TrackedParcel], callback: str
    ) -> Mapping[str, Refusal]:
        """What happens to these parcels is pushed to the address registered in its console; it takes none per call."""
        request_type = _PAID_SUBSCRIBE if _is_paid(account) else _SUBSCRIBE

        def ask(parcel: TrackedParcel) -> None:
            self._client.call(account.settings, account.secrets, SUBSCRIPTIONS, request_type, _asked(parcel))

        return subscribe_each(self._client.patience, parcels, ask, source=LABEL)

    def read_push(self, account: TrackAccount, *, query: Mapping[str, str], body: bytes) -> Pushed:
        """The events of one push."""
        return read_push(account.settings, account.secrets, body=body)

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()


def _is_paid(account: TrackAccount) -> bool:
    return account.settings.get("service") == _PAID


def _asked(parcel: TrackedParcel) -> Mapping[str, str]:
    """`CustomerName` is the end of a phone number, where a carrier wants to know it; UNCONFIRMED."""
    code = code_of(__package__, parcel.carrier)
    if not code:
        raise CallFailed(Action.REFUSED, "carrier", parcel.carrier)
    asked = {"OrderCode": "", "ShipperCode": code, "LogisticCode": parcel.waybill}
    return asked | ({"CustomerName": parcel.phone[-4:]} if parcel.phone else {})
