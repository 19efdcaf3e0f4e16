"""One call of the gateway: parameters in, the answer's data out, every failure as one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.douyin.errors import LABEL, SUCCESS, judge
from zhanggui.connectors.douyin.signing import sign, written
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired

GATEWAY = "https://openapi-fxg.jinritemai.com"

_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """`data` of the answer where that is an object, else the object with it inside; and the bytes it came in."""

    data: Mapping[str, Any]
    raw: bytes


@dataclass(frozen=True, slots=True)
class DoudianClient:
    """Calls for one account over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def call(
        self, method: str, parameters: Mapping[str, Any], *, repeatable: bool = True, needs_token: bool = True
    ) -> Answer:
        """The answer of `method`. With `repeatable=False` it is called again only when it surely did nothing."""
        return try_patiently(
            lambda: self._call_once(method, parameters, needs_token=needs_token),
            sleep=self.sleep,
            repeatable=repeatable,
        )

    def _call_once(self, method: str, parameters: Mapping[str, Any], *, needs_token: bool) -> Answer:
        self.account.pace(method)  # it may wait: the call is signed for the moment in which it leaves
        body = written(parameters)
        query = self._signed(method, body, needs_token=needs_token)
        url = f"{(self.account.settings.get('gateway') or GATEWAY).rstrip('/')}/{method.replace('.', '/')}"
        try:
            response = self.http.post(url, content=body.encode(), params=query, headers=_JSON)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="gateway") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        if response.status_code != 200:
            raise down(LABEL, f"HTTP {response.status_code}")
        return self._content(response.content)

    def _content(self, body: bytes) -> Answer:
        try:
            answer = read_object(body)
        except Unanswered as fault:
            raise down(LABEL, str(fault)) from fault
        code = text(answer, "code")
        if not code:
            raise down(LABEL, "an answer to something else")
        if code != SUCCESS:
            raise CallFailed(judge(answer, account=self.account, now=self.clock()))
        data = answer.get("data")
        return Answer(data=data if isinstance(data, dict) else answer, raw=body)

    def _signed(self, method: str, body: str, *, needs_token: bool) -> dict[str, str]:
        settings, secrets = self.account.settings, self.account.secrets
        check_complete(self.account, channel=LABEL, settings=["app_key"], secrets=["app_secret"])
        if needs_token and not secrets.get("access_token"):
            raise ChannelLoginExpired(shop=self.account.shop_code)
        app_key, stamp = settings["app_key"], str(int(self.clock().timestamp()))
        signature = sign(app_key=app_key, method=method, param_json=body, timestamp=stamp, secret=secrets["app_secret"])
        return {
            "app_key": app_key,
            "method": method,
            "access_token": secrets["access_token"] if needs_token else "",
            "timestamp": stamp,
            "v": "2",
            "sign_method": "hmac-sha256",
            "sign": signature,
        }
