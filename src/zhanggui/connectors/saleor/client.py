"""One GraphQL call to a shop's API: every failure one of the channel refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_object, rows, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.saleor.unconfirmed import PAUSE_WHEN_UNTOLD
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.judging import verdict_for, waiting
from zhanggui.connectors.selling.trying import CallFailed, Verdict, down, try_patiently, unanswered
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown

CODE, LABEL = "saleor", "Saleor"
_BUSY = {429, 503}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SaleorClient:
    """Calls for one shop over one pooled connection set."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def ask(self, name: str, query: str, *, repeatable: bool = True, **variables: Any) -> Row:
        """The data of an answer."""
        return try_patiently(lambda: self._once(name, query, variables), sleep=self.sleep, repeatable=repeatable)

    def change(self, name: str, mutation: str, *, repeatable: bool = True, **variables: Any) -> Row:
        """What the mutation of this name gives. What it says is wrong is a refusal."""
        return part(self.ask(name, mutation, repeatable=repeatable, **variables), name)

    def _once(self, name: str, query: str, variables: Row) -> Row:
        check_complete(self.account, channel=LABEL, settings=["url"], secrets=["token"])
        self.account.pace(name)
        headers = {
            "Accept": "application/json", "Content-Type": "application/json",
            "Authorization": f"Bearer {self.account.secrets['token']}",
        }  # fmt: skip
        body = compact({"query": query, "variables": dict(variables)}).encode()
        url = f"{self.account.settings['url'].rstrip('/')}/graphql/"
        try:
            response = self.http.post(url, content=body, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        return self._read(name, response)

    def _read(self, name: str, response: httpx.Response) -> Row:
        """A refusal of the whole query comes with HTTP 400, one of a mutation within its own errors."""
        status = response.status_code
        if status in _BUSY:
            told = response.headers.get("Retry-After", "")
            raise CallFailed(waiting(LABEL, int(told) if told.isdecimal() else PAUSE_WHEN_UNTOLD))
        try:
            content = read_object(response.content)
        except Unanswered as fault:
            raise down(LABEL, str(fault) if response.is_success else f"HTTP {status}") from fault
        if errors := rows(content, "errors"):
            raise CallFailed(self._judge(_code_of(errors[0]), text(errors[0], "message")))
        data = content.get("data")
        if not isinstance(data, dict):
            raise down(LABEL, f"HTTP {status}")
        result = data.get(name)
        if isinstance(result, dict) and (wrong := rows(result, "errors")):
            raise CallFailed(self._judge(text(wrong[0], "code"), text(wrong[0], "message")))
        return data

    def _judge(self, code: str, sentence: str) -> Verdict:
        return verdict_for(
            action_for(__package__, code), channel=LABEL, shop=self.account.shop_code, code=code, reason=code,
            sentence=sentence, now=self.clock(),
        )  # fmt: skip


def _code_of(error: Row) -> str:
    """`extensions.exception.code`: the name of what went wrong inside Saleor."""
    extensions = error.get("extensions")
    held = extensions.get("exception") if isinstance(extensions, dict) else None
    return text(held if isinstance(held, dict) else {}, "code") or "GraphQLError"


def part(data: Row, name: str) -> Row:
    """The object of this name. Raises ChannelDown when the answer is to something else."""
    found = data.get(name)
    if not isinstance(found, dict):
        raise ChannelDown(channel=LABEL, reason="an answer to something else")
    return found
