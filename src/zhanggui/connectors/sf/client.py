"""One call to SF: business data in, business data out, every failure a `CallFailed`."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_object, text
from zhanggui.connectors.asking.failing import SETTING, CallFailed
from zhanggui.connectors.asking.line import AddressWrong, Line
from zhanggui.connectors.asking.patience import Patience, pace_of
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.sf.signing import sign

LABEL = "SF Express"
GATEWAY = "https://sfapi.sf-express.com/std/service"
CALLS_PER_SECOND = 30  # for each service; what the joint-test environment allows, production is not told
TIMEOUT = httpx.Timeout(20, connect=5)

_CALLED = "A1000"
_WRONG_SIGNATURE = "A1006"


@dataclass(frozen=True, slots=True)
class Login:
    """Who calls, and where."""

    partner: str
    checkword: str = field(repr=False)
    gateway: str
    per_second: int


def login_of(settings: Mapping[str, str], secrets: Mapping[str, str]) -> Login:
    """What an account's settings say. Raises CallFailed naming the setting that is missing or wrong."""
    for setting, value in (("partner", settings.get("partner")), ("checkword", secrets.get("checkword"))):
        if not value:
            raise CallFailed(SETTING, setting)
    per_second = pace_of(settings, usual=CALLS_PER_SECOND)
    return Login(settings["partner"], secrets["checkword"], settings.get("gateway") or GATEWAY, per_second)


class SfClient:
    """Calls over kept connections, at the pace SF allows. Safe to use from several threads."""

    def __init__(self, sleep: Callable[[float], None], timeout: httpx.Timeout) -> None:
        self._line = Line(timeout=timeout)
        self.patience = Patience(sleep)

    def call(self, login: Login, service: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The business data of the answer.

        Every service we call may be called again: it does the same thing, an order id being used up by the first call
        that reached SF.
        """
        return self.patience.call(
            lambda: self._call_once(login, service, asked), turn=(login.partner, service), per_second=login.per_second
        )

    def close(self) -> None:
        self._line.close()

    def _call_once(self, login: Login, service: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        msg_data = compact(asked)
        timestamp = str(int(time.time() * 1000))
        form = {
            "partnerID": login.partner,
            "requestID": str(uuid.uuid4()),
            "serviceCode": service,
            "timestamp": timestamp,
            "msgDigest": sign(msg_data, timestamp=timestamp, checkword=login.checkword),
            "msgData": msg_data,
        }
        try:
            return _business(read_object(self._line.post_form(login.gateway, form)))
        except AddressWrong as fault:
            raise CallFailed(SETTING, "gateway") from fault


def _business(envelope: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands inside: the gateway's envelope holds the business answer as a text."""
    code = text(envelope, "apiResultCode")
    if code == _WRONG_SIGNATURE:
        raise CallFailed(SETTING, "checkword", text(envelope, "apiErrorMsg"))
    if code != _CALLED:
        raise _failure(code, text(envelope, "apiErrorMsg"))
    given = read_object(text(envelope, "apiResultData").encode())
    if text(given, "success").lower() != "true":
        raise _failure(text(given, "errorCode"), text(given, "errorMsg"))
    content = given.get("msgData")
    return content if isinstance(content, dict) else {}


def _failure(code: str, sentence: str) -> CallFailed:
    return CallFailed(action_for(__package__, code), code, sentence)
