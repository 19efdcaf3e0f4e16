"""What 快递鸟 pushes: a form signed like our own calls, with many parcels in it."""

import hmac
import json
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote

from zhanggui.connectors.asking.answers import read_object, rows, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.kdniao.client import LABEL
from zhanggui.connectors.kdniao.events import events_of
from zhanggui.connectors.kdniao.signing import sign
from zhanggui.kernel.doors.tracking import PushAnswer, Pushed, PushForged, PushUnreadable, TrackEvent


def read_push(settings: Mapping[str, str], secrets: Mapping[str, str], *, body: bytes) -> Pushed:
    """The events of one push. Raises PushForged, PushUnreadable."""
    form = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", errors="replace")).items()}
    data, app_key = form.get("RequestData", ""), secrets.get("app_key", "")
    told = unquote(form.get("DataSign", ""))  # some of their senders encode it twice
    if not app_key or not hmac.compare_digest(told.encode(), sign(data, app_key).encode()):
        raise PushForged(source=LABEL)
    try:
        message = read_object(data.encode())
    except Unanswered as fault:
        raise PushUnreadable(source=LABEL, reason=str(fault)) from fault
    if not isinstance(message.get("Data"), list):
        raise PushUnreadable(source=LABEL, reason="no parcels in it")
    events: list[TrackEvent] = []
    unreadable = 0
    for parcel in rows(message, "Data"):
        read, unread = events_of(parcel)
        events += read
        unreadable += unread
    answer = _received(settings.get("ebusiness_id", ""), at=text(message, "PushTime"))
    return Pushed(events=events, answer=answer, unreadable=unreadable)


def _received(ebusiness_id: str, *, at: str) -> PushAnswer:
    """`UpdateTime` is the moment of the push itself: the answer depends on nothing but the message."""
    told = {"EBusinessID": ebusiness_id, "UpdateTime": at, "Success": True, "Reason": ""}
    return PushAnswer(json.dumps(told, ensure_ascii=False).encode())
