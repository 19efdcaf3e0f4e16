"""One GraphQL call to a shop's admin API: signed in once per client, every failure one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_object, rows, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.judging import verdict_for, waiting
from zhanggui.connectors.selling.trying import CallFailed, Verdict, down, try_patiently, unanswered
from zhanggui.connectors.vendure.unconfirmed import PAUSE_WHEN_UNTOLD
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown

CODE, LABEL = "vendure", "Vendure"
LOGIN = """mutation Login($user: String!, $password: String!) {
  login(username: $user, password: $password) { __typename ... on ErrorResult { errorCode message } } }"""
_BUSY = {429, 503}
Row = Mapping[str, Any]


@dataclass(slots=True)
class VendureClient:
    """Calls for one shop over one pooled connection set; `session` is the token of whoever signed in."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    session: str = field(default="", repr=False)

    def ask(self, name: str, query: str, *, repeatable: bool = True, **variables: Any) -> Row:
        """The data of an answer. A member of a union that is an error is a refusal."""
        if not self.session:
            try_patiently(self._sign_in, sleep=self.sleep)
        return try_patiently(lambda: self._once(name, query, variables), sleep=self.sleep, repeatable=repeatable)

    def _sign_in(self) -> None:
        check_complete(self.account, channel=LABEL, settings=["url", "username"], secrets=["password"])
        secret = {"user": self.account.settings["username"], "password": self.account.secrets["password"]}
        self._once("login", LOGIN, secret)
        if not self.session:
            raise down(LABEL, "no session")

    def _once(self, name: str, query: str, variables: Row) -> Row:
        self.account.pace(name)
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self.session:
            headers["Authorization"] = f"Bearer {self.session}"
        if token := self.account.settings.get("channel_token"):
            headers["vendure-token"] = token
        url = f"{self.account.settings['url'].rstrip('/')}/admin-api"
        body = compact({"query": query, "variables": dict(variables)}).encode()
        try:
            response = self.http.post(url, params={"languageCode": "zh"}, content=body, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        self.http.cookies.clear()
        return self._read(response)

    def _read(self, response: httpx.Response) -> Row:
        status = response.status_code
        if status in _BUSY:
            told = response.headers.get("Retry-After", "")
            raise CallFailed(waiting(LABEL, int(told) if told.isdecimal() else PAUSE_WHEN_UNTOLD))
        try:
            content = read_object(response.content)
        except Unanswered as fault:
            raise down(LABEL, str(fault) if response.is_success else f"HTTP {status}") from fault
        if errors := rows(content, "errors"):
            extensions = errors[0].get("extensions")
            code = text(extensions if isinstance(extensions, dict) else {}, "code") or "INTERNAL_SERVER_ERROR"
            raise CallFailed(self._judge(code, text(errors[0], "message")))
        data = content.get("data")
        if not isinstance(data, dict):
            raise down(LABEL, f"HTTP {status}")
        for result in data.values():
            if isinstance(result, dict) and text(result, "errorCode"):
                raise CallFailed(self._judge(text(result, "errorCode"), text(result, "message")))
        self.session = response.headers.get("vendure-auth-token") or self.session
        return data

    def _judge(self, code: str, sentence: str) -> Verdict:
        return verdict_for(
            action_for(__package__, code), channel=LABEL, shop=self.account.shop_code, code=code, reason=code,
            sentence=sentence, now=self.clock(),
        )  # fmt: skip


def part(data: Row, name: str) -> Row:
    """The object of this name. Raises ChannelDown when the answer is to something else."""
    found = data.get(name)
    if not isinstance(found, dict):
        raise ChannelDown(channel=LABEL, reason="an answer to something else")
    return found
