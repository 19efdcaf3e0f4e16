"""What 快递100 pushes: a form of `param` and `sign`, signed with the salt we gave when subscribing."""

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.kuaidi100.client import LABEL
from zhanggui.connectors.kuaidi100.events import events_of
from zhanggui.connectors.kuaidi100.signing import sign
from zhanggui.kernel.doors.tracking import PushAnswer, Pushed, PushForged, PushUnreadable

RECEIVED = PushAnswer('{"result":true,"returnCode":"200","message":"成功"}'.encode())

_OVER = {"shutdown", "abort"}  # signed at last; or nothing was found for days


def read_push(secrets: Mapping[str, str], *, body: bytes) -> Pushed:
    """The events of one push. Raises PushForged, PushUnreadable."""
    form = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", errors="replace")).items()}
    param, salt = form.get("param", ""), secrets.get("salt", "")
    if not salt or not hmac.compare_digest(form.get("sign", "").encode(), sign(param, salt).encode()):
        raise PushForged(source=LABEL)
    try:
        message = read_object(param.encode())
    except Unanswered as fault:
        raise PushUnreadable(source=LABEL, reason=str(fault)) from fault
    result = message.get("lastResult")
    if not isinstance(result, dict):
        raise PushUnreadable(source=LABEL, reason="no result in it")
    events, unreadable = events_of(result)
    ended = [text(result, "nu")] if text(message, "status") in _OVER and text(result, "nu") else []
    return Pushed(events=events, answer=RECEIVED, unreadable=unreadable, ended=ended)
