"""快递100 as a source of tracking: parcels of nearly every carrier."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx

from zhanggui.connectors.asking.failing import CallFailed
from zhanggui.connectors.asking.refusing import Action
from zhanggui.connectors.asking.tables import code_of
from zhanggui.connectors.asking.tracked import query_each, subscribe_each
from zhanggui.connectors.kuaidi100.client import LABEL, TIMEOUT, Kuaidi100Client, needed
from zhanggui.connectors.kuaidi100.events import events_of
from zhanggui.connectors.kuaidi100.pushes import read_push
from zhanggui.kernel.doors.tracking import Pushed, TrackAccount, TrackedParcel, TrackEvent, Tracks
from zhanggui.kernel.refusal import Refusal

_WITH_CODES = "4"  # resultv2: every event has its code and its place


class Kuaidi100Tracking:
    """One parcel in a call; several calls at a time."""

    key = "kuaidi100"
    label = LABEL
    rest = timedelta(minutes=30)

    def __init__(self, *, sleep: Callable[[float], None] = time.sleep, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = Kuaidi100Client(sleep, timeout)

    def knows(self, carrier: str) -> bool:
        """The carriers it has codes for."""
        return bool(code_of(__package__, carrier))

    def query(self, account: TrackAccount, *, parcels: Sequence[TrackedParcel]) -> Tracks:
        """Everything known of these parcels."""

        def ask(parcel: TrackedParcel) -> list[TrackEvent]:
            asked = {"com": _code(parcel), "num": parcel.waybill, "phone": parcel.phone[-4:]}
            asked |= {"resultv2": _WITH_CODES, "show": "0", "order": "asc"}
            answer = self._client.query(account.settings, account.secrets, asked)
            events, _ = events_of({"nu": parcel.waybill, **answer}, carrier=parcel.carrier)
            return events

        return query_each(self._client.patience, parcels, ask, source=LABEL)

    def subscribe(
        self, account: TrackAccount, *, parcels: Sequence[TrackedParcel], callback: str
    ) -> Mapping[str, Refusal]:
        """What happens to these parcels is pushed to `callback`, signed with the account's salt."""

        def ask(parcel: TrackedParcel) -> None:
            salt = needed(account.secrets, "salt")
            self._client.subscribe(account.settings, account.secrets, _wanted(parcel, callback, salt))

        return subscribe_each(self._client.patience, parcels, ask, source=LABEL)

    def read_push(self, account: TrackAccount, *, query: Mapping[str, str], body: bytes) -> Pushed:
        """The events of one push."""
        return read_push(account.secrets, body=body)

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()


def _wanted(parcel: TrackedParcel, callback: str, salt: str) -> Mapping[str, Any]:
    parameters = {"callbackurl": callback, "salt": salt, "resultv2": _WITH_CODES, "phone": parcel.phone[-4:]}
    return {"company": _code(parcel), "number": parcel.waybill, "parameters": parameters}


def _code(parcel: TrackedParcel) -> str:
    code = code_of(__package__, parcel.carrier)
    if not code:
        raise CallFailed(Action.REFUSED, "carrier", parcel.carrier)
    return code
