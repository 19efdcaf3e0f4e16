"""One call of the gateway: parameters in, the answer's content out, every failure as one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.jd.errors import LABEL, judge
from zhanggui.connectors.jd.signing import sign
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired

GATEWAY = "https://api.jd.com/routerjson"
AUTHORISATION = "https://open-oauth.jd.com"
REFRESH = "oauth2/refresh_token"

_ROOTS = ("_responce", "_response")  # most methods misspell it, some do not
_SUCCESS = {"", "0", "100"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands below the root of the answer, and the bytes it came in."""

    content: Mapping[str, Any]
    raw: bytes


@dataclass(frozen=True, slots=True)
class JosClient:
    """Calls for one account over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def call(self, method: str, parameters: Mapping[str, Any], *, repeatable: bool = True) -> Answer:
        """The answer of `method`. With `repeatable=False` it is called again only when it surely did nothing."""
        return try_patiently(lambda: self._call_once(method, parameters), sleep=self.sleep, repeatable=repeatable)

    def refresh(self) -> Mapping[str, Any]:
        """What the door of authorisation answers to the refresh token; it is not asked twice, for it may be used up."""
        check_complete(self.account, channel=LABEL, settings=["app_key"], secrets=["app_secret"])
        self.account.pace(REFRESH)
        given = {
            "app_key": self.account.settings["app_key"],
            "app_secret": self.account.secrets["app_secret"],
            "grant_type": "refresh_token",
            "refresh_token": self.account.secrets.get("refresh_token", ""),
        }
        address = self.account.settings.get("authorisation") or AUTHORISATION
        return try_patiently(
            lambda: self._asked("authorisation", lambda: self.http.get(f"{address}/{REFRESH}", params=given)),
            sleep=self.sleep,
            repeatable=False,
        )[0]

    def _call_once(self, method: str, parameters: Mapping[str, Any]) -> Answer:
        self.account.pace(method)
        form = self._signed(method, parameters)
        address = self.account.settings.get("gateway") or GATEWAY
        answer, raw = self._asked("gateway", lambda: self.http.post(address, data=form))
        return Answer(content=self._content(method, answer), raw=raw)

    def _asked(self, setting: str, request: Callable[[], httpx.Response]) -> tuple[Mapping[str, Any], bytes]:
        """`setting` is the one that says where."""
        try:
            response = request()
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting=setting) from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        if response.status_code != 200:
            raise down(LABEL, f"HTTP {response.status_code}")
        try:
            return read_object(response.content), response.content
        except Unanswered as fault:
            raise down(LABEL, str(fault)) from fault

    def _content(self, method: str, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        root = method.replace(".", "_")
        content = next(
            (answer[root + ending] for ending in _ROOTS if isinstance(answer.get(root + ending), dict)), None
        )
        error = answer.get("error_response")
        if isinstance(content, dict) and text(content, "code") not in _SUCCESS:
            error = content
        if isinstance(error, dict):
            raise CallFailed(judge(error, account=self.account, now=self.clock()))
        if content is None:
            raise down(LABEL, "an answer to something else")
        return content

    def _signed(self, method: str, parameters: Mapping[str, Any]) -> dict[str, str]:
        check_complete(self.account, channel=LABEL, settings=["app_key"], secrets=["app_secret"])
        if not self.account.secrets.get("access_token"):
            raise ChannelLoginExpired(shop=self.account.shop_code)
        form = {
            "method": method,
            "app_key": self.account.settings["app_key"],
            "access_token": self.account.secrets["access_token"],
            "timestamp": beijing(self.clock()),
            "v": "2.0",
            "360buy_param_json": compact(parameters),
        }
        return form | {"sign": sign(form, secret=self.account.secrets["app_secret"])}


def as_id(number: str) -> int | str:
    """JD wants its ids as numbers; what is none is sent as it is, for JD to refuse."""
    return int(number) if number.isascii() and number.isdecimal() else number
