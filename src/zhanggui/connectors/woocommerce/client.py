"""One call to a shop: parameters in, the answer out, every failure as one of the channel refusals."""

import base64
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_value
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.judging import waiting
from zhanggui.connectors.selling.trying import CallFailed, down, try_patiently, unanswered
from zhanggui.connectors.woocommerce.errors import LABEL, judge
from zhanggui.connectors.woocommerce.signing import SIGN_METHOD, sign
from zhanggui.connectors.woocommerce.unconfirmed import PAUSE_WHEN_UNTOLD
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown

INDEX = "/wp-json/"
API = "/wp-json/wc/v3/"
PAGE_SIZE = 100
_BUSY = {429, 503}

Row = Mapping[str, Any]
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how many rows the whole list has where it is one."""

    content: Any
    total: int | None = None


@dataclass(frozen=True, slots=True)
class WooClient:
    """Calls for one shop over one pooled connection set. Safe to use from several threads."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def show(self, path: str, query: Query | None = None) -> Row:
        """One thing as the shop shows it."""
        return self._object(self._call("GET", path, query=query).content)

    def page(self, path: str, query: Query) -> tuple[Sequence[Row], int]:
        """One page of a list, and how many rows the list has."""
        answer = self._call("GET", path, query=query)
        if not isinstance(answer.content, list) or answer.total is None:
            raise ChannelDown(channel=LABEL, reason="a list without its rows or its total")
        return [row for row in answer.content if isinstance(row, dict)], answer.total

    def pages(self, path: str, query: Query | None = None) -> Iterator[Sequence[Row]]:
        """The whole list, a page at a time."""
        page, left = 1, 1
        while left > 0:
            found, total = self.page(path, {**(query or {}), "page": str(page), "per_page": str(PAGE_SIZE)})
            yield found
            page, left = page + 1, total - page * PAGE_SIZE

    def rows(self, path: str) -> Sequence[Row]:
        """A list that comes at once, without pages."""
        content = self._call("GET", path).content
        if not isinstance(content, list):
            raise ChannelDown(channel=LABEL, reason="a list without its rows")
        return [row for row in content if isinstance(row, dict)]

    def write(self, method: str, path: str, body: Row, *, repeatable: bool = True) -> Row:
        """What the shop shows after the change. With `repeatable=False` it is made again only when it surely did
        nothing."""
        return self._object(self._call(method, path, body=body, repeatable=repeatable).content)

    def index(self) -> Row:
        """What the site says of itself to anybody."""
        return self._object(self._call("GET", "", root=INDEX, query={"_fields": "name,namespaces"}).content)

    def _object(self, content: Any) -> Row:
        if not isinstance(content, dict):
            raise ChannelDown(channel=LABEL, reason="an answer to something else")
        return content

    def _call(
        self,
        method: str,
        path: str,
        *,
        root: str = API,
        query: Query | None = None,
        body: Row | None = None,
        repeatable: bool = True,
    ) -> Answer:
        def once() -> Answer:
            return self._call_once(method, root + path, dict(query or {}), body)

        return try_patiently(once, sleep=self.sleep, repeatable=repeatable)

    def _call_once(self, method: str, path: str, query: dict[str, str], body: Row | None) -> Answer:
        self.account.pace(f"{method} {path.removeprefix(API).partition('/')[0]}")
        check_complete(self.account, channel=LABEL, settings=["url", "consumer_key"], secrets=["consumer_secret"])
        url = self.account.settings["url"].rstrip("/") + path
        headers = {"Accept": "application/json"} | self._sign(method, url, query)
        content = None
        if body is not None:
            content = compact(body).encode()
            headers["Content-Type"] = "application/json;charset=utf-8"
        try:
            response = self.http.request(method, url, params=query, content=content, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise self._wrong_address() from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        return self._read(response)

    def _sign(self, method: str, url: str, query: dict[str, str]) -> dict[str, str]:
        """Over https the key and its secret go in a header; over http a signature goes into the query."""
        key, secret = self.account.settings["consumer_key"], self.account.secrets["consumer_secret"]
        if url.startswith("https:"):
            return {"Authorization": f"Basic {base64.b64encode(f'{key}:{secret}'.encode()).decode()}"}
        query |= {
            "oauth_consumer_key": key,
            "oauth_timestamp": str(int(self.clock().timestamp())),
            "oauth_nonce": secrets.token_hex(16),
            "oauth_signature_method": SIGN_METHOD,
        }
        query["oauth_signature"] = sign(method, url, query, secret=secret)
        return {}

    def _read(self, response: httpx.Response) -> Answer:
        status = response.status_code
        if status in _BUSY:
            told = response.headers.get("Retry-After", "")
            raise CallFailed(waiting(LABEL, int(told) if told.isdecimal() else PAUSE_WHEN_UNTOLD))
        if response.is_redirect:
            raise self._wrong_address()
        try:
            content = read_value(response.content)
        except Unanswered as fault:
            raise down(LABEL, str(fault) if response.is_success else f"HTTP {status}") from fault
        if response.is_success:
            total = response.headers.get("X-WP-Total", "")
            return Answer(content, int(total) if total.isdecimal() else None)
        if not isinstance(content, dict):
            raise down(LABEL, f"HTTP {status}")
        raise CallFailed(judge(status, content, account=self.account, now=self.clock()))

    def _wrong_address(self) -> AccountIncomplete:
        return AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url")
