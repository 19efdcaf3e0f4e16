"""One call to a shop: parameters in, the answer out, every failure as one of the channel refusals."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, number, read_object, rows
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.medusa.errors import LABEL, judge
from zhanggui.connectors.medusa.unconfirmed import PAUSE_WHEN_UNTOLD
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.judging import waiting
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown

API = "/admin/"
PAGE_SIZE = 100
_BUSY = {429, 503}
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Row = Mapping[str, Any]
Query = Mapping[str, str | Sequence[str]]


def is_id(told: str) -> bool:
    """Whether it may stand in an address."""
    return _ID.fullmatch(told) is not None


@dataclass(frozen=True, slots=True)
class MedusaClient:
    """Calls for one shop over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def show(self, path: str, query: Query | None = None) -> Row:
        """What the shop answers to a question."""
        return self._call("GET", path, query=query)

    def write(self, path: str, body: Row, *, repeatable: bool = True) -> Row:
        """What the shop answers to a change. With `repeatable=False` it is made again only when it surely did
        nothing."""
        return self._call("POST", path, body=body, repeatable=repeatable)

    def page(self, path: str, name: str, query: Query) -> tuple[Sequence[Row], int]:
        """One page of a list, and how many rows the list has."""
        answer = self.show(path, query)
        total = number(answer, "count")
        if total is None or not isinstance(answer.get(name), list):
            raise ChannelDown(channel=LABEL, reason="a list without its rows or its count")
        return rows(answer, name), total

    def pages(self, path: str, name: str, query: Query) -> Iterator[Sequence[Row]]:
        """The whole list, a page at a time."""
        offset, total = 0, 1
        while offset < total:
            found, total = self.page(path, name, {**query, "offset": str(offset), "limit": str(PAGE_SIZE)})
            yield found
            offset += PAGE_SIZE

    def _call(
        self, method: str, path: str, *, query: Query | None = None, body: Row | None = None, repeatable: bool = True
    ) -> Row:
        return try_patiently(lambda: self._once(method, path, query, body), sleep=self.sleep, repeatable=repeatable)

    def _once(self, method: str, path: str, query: Query | None, body: Row | None) -> Row:
        self.account.pace(f"{method} {path.partition('/')[0]}")
        check_complete(self.account, channel=LABEL, settings=["url"], secrets=["api_key"])
        key = base64.b64encode(f"{self.account.secrets['api_key']}:".encode()).decode()
        headers = {"Accept": "application/json", "Authorization": f"Basic {key}"}
        content = None
        if body is not None:
            content = compact(body).encode()
            headers["Content-Type"] = "application/json"
        url = self.account.settings["url"].rstrip("/") + API + path
        try:
            response = self.http.request(method, url, params=query, content=content, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise self._wrong_address() from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        return self._read(response)

    def _read(self, response: httpx.Response) -> Row:
        status = response.status_code
        if status in _BUSY:
            told = response.headers.get("Retry-After", "")
            raise CallFailed(waiting(LABEL, int(told) if told.isdecimal() else PAUSE_WHEN_UNTOLD))
        if response.is_redirect:
            raise self._wrong_address()
        try:
            content = read_object(response.content)
        except Unanswered as fault:
            raise down(LABEL, str(fault) if response.is_success else f"HTTP {status}") from fault
        if response.is_success:
            return content
        raise CallFailed(judge(status, content, account=self.account, now=self.clock()))

    def _wrong_address(self) -> AccountIncomplete:
        return AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url")
