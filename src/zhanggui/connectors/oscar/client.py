"""One call to a shop's API for its staff: everything that fails is one of the channel refusals."""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from zhanggui.connectors.asking.answers import compact, read_value
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.oscar.errors import LABEL, judge
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.judging import waiting
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown

ADMIN = "/admin/"
_PAUSE_WHEN_UNTOLD = 60
_BUSY = {429, 503}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OscarClient:
    """Calls for one shop over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def show(self, path: str) -> Row:
        """One record as the shop shows it."""
        return self._object(self._call("GET", path))

    def change(self, path: str, body: Row) -> Row:
        """The record after the change, which may be made twice."""
        return self._object(self._call("PATCH", path, body=body))

    def pages(self, path: str) -> Iterator[Sequence[Row]]:
        """The whole list: at once, or a page at a time where the shop has set a size of pages."""
        query: dict[str, str] | None = {}
        while query is not None:
            content = self._call("GET", path, query=query)
            rows = content.get("results") if isinstance(content, dict) else content
            if not isinstance(rows, list):
                raise ChannelDown(channel=LABEL, reason="a list without its rows")
            yield [row for row in rows if isinstance(row, dict)]
            following = content.get("next") if isinstance(content, dict) else None
            query = dict(parse_qsl(urlsplit(following).query)) if isinstance(following, str) else None

    def rows(self, path: str) -> Sequence[Row]:
        """All rows of a list."""
        return [row for page in self.pages(path) for row in page]

    def _object(self, content: Any) -> Row:
        if not isinstance(content, dict):
            raise ChannelDown(channel=LABEL, reason="an answer to something else")
        return content

    def _call(self, method: str, path: str, *, query: dict[str, str] | None = None, body: Row | None = None) -> Any:
        return try_patiently(lambda: self._call_once(method, path, query or {}, body), sleep=self.sleep)

    def _call_once(self, method: str, path: str, query: dict[str, str], body: Row | None) -> Any:
        self.account.pace(f"{method} {path.partition('/')[0]}")
        check_complete(self.account, channel=LABEL, settings=["url"])
        url = self.account.settings["url"].rstrip("/") + ADMIN + path
        headers = {"Accept": "application/json", "Authorization": self._credentials()}
        content = None
        if body is not None:
            content = compact(body).encode()
            headers["Content-Type"] = "application/json"
        try:
            response = self.http.request(method, url, params=query, content=content, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise self._wrong_address() from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        return self._read(response)

    def _credentials(self) -> str:
        """The token of the user, or else name and password."""
        token = self.account.secrets.get("token")
        if token:
            return f"Token {token}"
        check_complete(self.account, channel=LABEL, settings=["username"], secrets=["password"])
        pair = f"{self.account.settings['username']}:{self.account.secrets['password']}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"

    def _read(self, response: httpx.Response) -> Any:
        """A "not found" that is not the API's own says nothing of a record: the address is wrong or the API closed."""
        status = response.status_code
        if status in _BUSY:
            told = response.headers.get("Retry-After", "")
            raise CallFailed(waiting(LABEL, int(told) if told.isdecimal() else _PAUSE_WHEN_UNTOLD))
        if response.is_redirect:
            raise self._wrong_address()
        try:
            content = read_value(response.content)
        except Unanswered as fault:
            if status == 404:
                raise self._wrong_address() from fault
            raise down(LABEL, str(fault) if response.is_success else f"HTTP {status}") from fault
        if response.is_success:
            return content
        if not isinstance(content, dict):
            raise down(LABEL, f"HTTP {status}")
        writes = response.request.method == "PATCH"
        raise CallFailed(judge(status, content, writes=writes, account=self.account, now=self.clock()))

    def _wrong_address(self) -> AccountIncomplete:
        return AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url")
