"""One call to a Corner Shop: bytes out, bytes in, every failure one of the refusals of the door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_object
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.selling.account import check_complete
from zhanggui.connectors.selling.judging import waiting
from zhanggui.connectors.selling.trying import CallFailed, Verdict, down, try_patiently, unanswered
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired, ChannelRefused

LABEL = "Corner Shop"


@dataclass(frozen=True, slots=True)
class Client:
    """Calls for one account. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    sleep: Callable[[float], None]

    def get(self, path: str, **parameters: str) -> tuple[Mapping[str, Any], bytes]:
        """The answer, and the bytes it came in."""
        return self._ask("GET", path, parameters, None)

    def send(self, method: str, path: str, body: Mapping[str, Any], *, repeatable: bool = True) -> Mapping[str, Any]:
        """The answer. With `repeatable=False` it is called again only when it surely did nothing."""
        return self._ask(method, path, {}, body, repeatable=repeatable)[0]

    def _ask(
        self, method: str, path: str, parameters: Mapping[str, str], body: Any, *, repeatable: bool = True
    ) -> tuple[Mapping[str, Any], bytes]:
        check_complete(self.account, channel=LABEL, settings=["address"], secrets=["key"])
        return try_patiently(
            lambda: self._ask_once(method, path, parameters, body), sleep=self.sleep, repeatable=repeatable
        )

    def _ask_once(
        self, method: str, path: str, parameters: Mapping[str, str], body: Any
    ) -> tuple[Mapping[str, Any], bytes]:
        self.account.pace(f"{method} {path.split('/')[1]}")
        address = self.account.settings["address"].rstrip("/")
        headers = {"Authorization": f"Bearer {self.account.secrets['key']}", "Content-Type": "application/json"}
        content = compact(body).encode() if body is not None else None
        try:
            response = self.http.request(method, address + path, params=parameters, content=content, headers=headers)
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        if response.status_code == 401:
            raise CallFailed(Verdict(ChannelLoginExpired(shop=self.account.shop_code), was_executed_maybe=False))
        if response.status_code == 429:
            raise CallFailed(waiting(LABEL, int(response.headers.get("Retry-After", "1"))))
        if response.status_code >= 500:
            raise down(LABEL, f"HTTP {response.status_code}")
        try:
            answer = read_object(response.content)
        except Unanswered as fault:
            raise down(LABEL, str(fault)) from fault
        if response.status_code >= 400:
            code = str(response.status_code)
            refused = ChannelRefused(channel=LABEL, sentence=str(answer.get("error", "")), reason=code, code=code)
            raise CallFailed(Verdict(refused, was_executed_maybe=False))
        return answer, response.content
