"""Routes that SF pushes. How a push proves that it is SF's stands here and nowhere else: the parts are UNCONFIRMED.

Two forms are met. A form with `msgData`, `timestamp` and `msgDigest` is signed like our own calls. Plain JSON is not
signed at all; there the address we registered with SF carries a word only SF knows, as `?token=…`.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

from zhanggui.connectors.sf.client import LABEL
from zhanggui.connectors.sf.routes import RouteUnreadable, event_of
from zhanggui.connectors.sf.signing import sign
from zhanggui.kernel.doors.tracking import PushAnswer, Pushed, PushForged, PushUnreadable, TrackAccount, TrackEvent

RECEIVED = PushAnswer('{"return_code":"0000","return_msg":"成功"}'.encode())


def read_push(account: TrackAccount, *, query: Mapping[str, str], body: bytes) -> Pushed:
    """The events of one push. Raises PushForged, PushUnreadable."""
    events: list[TrackEvent] = []
    unreadable = 0
    for route in _routes(_verified(account, query, body)):
        try:
            events.append(event_of(route))
        except RouteUnreadable:
            unreadable += 1
    return Pushed(events=events, answer=RECEIVED, unreadable=unreadable)


def _verified(account: TrackAccount, query: Mapping[str, str], body: bytes) -> Any:
    """The content of a push that is surely SF's."""
    text = body.decode("utf-8", errors="replace")
    if not text.lstrip().startswith("{"):
        form = {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}
        text = form.get("msgData", "")
        checkword = account.secrets.get("checkword", "")
        expected = sign(text, timestamp=form.get("timestamp", ""), checkword=checkword)
        _check_same(form.get("msgDigest", ""), expected, known=checkword)
    else:
        token = account.secrets.get("push_token", "")
        _check_same(query.get("token", ""), token, known=token)
    try:
        return json.loads(text)
    except ValueError as fault:
        raise PushUnreadable(source=LABEL, reason="not JSON") from fault


def _check_same(told: str, expected: str, *, known: str) -> None:
    """Nothing is believed as long as we have no secret to check it with."""
    if not known or not hmac.compare_digest(told.encode(), expected.encode()):
        raise PushForged(source=LABEL)


def _routes(content: Any) -> Iterator[Any]:
    body = content.get("Body") if isinstance(content, dict) else None
    routes = body.get("WaybillRoute") if isinstance(body, dict) else None
    if not isinstance(routes, list):
        raise PushUnreadable(source=LABEL, reason="no routes in it")
    yield from routes
