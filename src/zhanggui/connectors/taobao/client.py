"""One TOP call: parameters in, the answer's content out, every failure as one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import read_object
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.connections import post_form
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.connectors.taobao.answers import root_name
from zhanggui.connectors.taobao.errors import LABEL, judge
from zhanggui.connectors.taobao.signing import SIGN_METHODS, sign
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired

GATEWAY = "https://eco.taobao.com/router/rest"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands below the root key, and the bytes it came in."""

    content: Mapping[str, Any]
    raw: bytes


@dataclass(frozen=True, slots=True)
class TopClient:
    """Calls for one account over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def call(self, method: str, parameters: Mapping[str, str], *, repeatable: bool = True) -> Answer:
        """The answer of `method`. With `repeatable=False` it is called again only when it surely did nothing."""
        return try_patiently(lambda: self._call_once(method, parameters), sleep=self.sleep, repeatable=repeatable)

    def _call_once(self, method: str, parameters: Mapping[str, str]) -> Answer:
        self.account.pace(method)
        form = self._signed(method, parameters)
        try:
            response = post_form(self.http, self.account.settings.get("gateway") or GATEWAY, form)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="gateway") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        if response.status_code != 200:
            raise down(LABEL, f"HTTP {response.status_code}")
        return self._content(method, response.content)

    def _content(self, method: str, body: bytes) -> Answer:
        try:
            answer = read_object(body)
        except Unanswered as fault:
            raise down(LABEL, str(fault)) from fault
        error = answer.get("error_response")
        if isinstance(error, dict):
            raise CallFailed(judge(error, account=self.account, now=self.clock()))
        content = answer.get(root_name(method))
        if not isinstance(content, dict):
            raise down(LABEL, "an answer to something else")
        return Answer(content=content, raw=body)

    def _signed(self, method: str, parameters: Mapping[str, str]) -> dict[str, str]:
        settings, secrets = self.account.settings, self.account.secrets
        sign_method = settings.get("sign_method") or "hmac-sha256"
        if sign_method not in SIGN_METHODS:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="sign_method")
        check_complete(self.account, channel=LABEL, settings=["app_key"], secrets=["app_secret"])
        if not secrets.get("session"):
            raise ChannelLoginExpired(shop=self.account.shop_code)
        form = {name: value for name, value in parameters.items() if value != ""}
        form |= {
            "method": method,
            "app_key": settings["app_key"],
            "session": secrets["session"],
            "timestamp": beijing(self.clock()),
            "format": "json",
            "v": "2.0",
            "sign_method": sign_method,
        }
        form["sign"] = sign(form, secret=secrets["app_secret"], method=sign_method)
        return form
