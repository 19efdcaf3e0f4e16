"""One TOP call: parameters in, the answer's content out, every failure as one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.taobao.answers import AnswerUnreadable, read_answer, root_name
from zhanggui.connectors.taobao.errors import BEIJING, LABEL, Verdict, judge
from zhanggui.connectors.taobao.signing import SIGN_METHODS, sign
from zhanggui.kernel.doors.channel import ChannelDown, ChannelLoginExpired, ChannelRefused, ShopAccount

GATEWAY = "https://eco.taobao.com/router/rest"

_BACK_OFF = (0.5, 1.0, 2.0)  # seconds before the second, third and fourth try
_FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}
_NEVER_LEFT_US = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class AccountIncomplete(ChannelRefused):
    """Shop {shop} cannot call {channel}: its setting “{setting}” is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands below the root key, and the bytes it came in."""

    content: Mapping[str, Any]
    raw: bytes


class _Failed(Exception):
    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(str(verdict.refusal))


@dataclass(frozen=True, slots=True)
class TopClient:
    """Calls for one account over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def call(self, method: str, parameters: Mapping[str, str], *, repeatable: bool = True) -> Answer:
        """The answer of `method`.

        Failures that pass are tried again a few times. With `repeatable=False` only when the platform surely did
        nothing: the caller must look at the platform before it calls a second time.
        """
        for back_off in (*_BACK_OFF, None):
            try:
                return self._call_once(method, parameters)
            except _Failed as failure:
                verdict = failure.verdict
                may_repeat = repeatable or not verdict.was_executed_maybe
                if verdict.pause is None or not may_repeat or back_off is None:
                    raise verdict.refusal from failure.__cause__
                self.sleep(max(verdict.pause, back_off))
        raise AssertionError("unreachable: the last round returns or raises")

    def _call_once(self, method: str, parameters: Mapping[str, str]) -> Answer:
        form = self._signed(method, parameters)
        try:
            response = self.http.post(self.account.settings.get("gateway") or GATEWAY, data=form, headers=_FORM)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="gateway") from fault
        except httpx.RequestError as fault:
            raise _down(_in_words(fault), executed=not isinstance(fault, _NEVER_LEFT_US)) from fault
        if response.status_code != 200:
            raise _down(f"HTTP {response.status_code}")
        return self._content(method, response.content)

    def _content(self, method: str, body: bytes) -> Answer:
        try:
            answer = read_answer(body)
        except AnswerUnreadable as fault:
            raise _down(str(fault)) from fault
        error = answer.get("error_response")
        if isinstance(error, dict):
            raise _Failed(judge(error, account=self.account, now=self.clock()))
        content = answer.get(root_name(method))
        if not isinstance(content, dict):
            raise _down("an answer to something else")
        return Answer(content=content, raw=body)

    def _signed(self, method: str, parameters: Mapping[str, str]) -> dict[str, str]:
        settings, secrets = self.account.settings, self.account.secrets
        sign_method = settings.get("sign_method") or "hmac-sha256"
        if sign_method not in SIGN_METHODS:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="sign_method")
        for setting, value in (("app_key", settings.get("app_key")), ("app_secret", secrets.get("app_secret"))):
            if not value:
                raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting=setting)
        if not secrets.get("session"):
            raise ChannelLoginExpired(shop=self.account.shop_code)
        form = {name: value for name, value in parameters.items() if value != ""}
        form |= {
            "method": method,
            "app_key": settings["app_key"],
            "session": secrets["session"],
            "timestamp": self.clock().astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
            "format": "json",
            "v": "2.0",
            "sign_method": sign_method,
        }
        form["sign"] = sign(form, secret=secrets["app_secret"], method=sign_method)
        return form


def _in_words(fault: httpx.RequestError) -> str:
    if isinstance(fault, httpx.TimeoutException):
        return "no answer in time"
    return "no connection" if isinstance(fault, _NEVER_LEFT_US) else "connection lost"


def _down(reason: str, *, executed: bool = True) -> _Failed:
    return _Failed(Verdict(ChannelDown(channel=LABEL, reason=reason), pause=0, was_executed_maybe=executed))
