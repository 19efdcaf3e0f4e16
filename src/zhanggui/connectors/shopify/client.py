"""One GraphQL call to a shop's admin API: every failure one of the channel refusals.

Shopify lets a shop ask for so much at a time: each query has a cost, and a bucket of points fills up by the second.
What is left stands in each answer, so a call waits for its points before it is made; who asks for more all the same is
told THROTTLED.
"""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, read_object, rows, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.account import AccountIncomplete, check_complete
from zhanggui.connectors.selling.connections import post_form
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import CallFailed, Verdict, down, try_patiently, unanswered
from zhanggui.connectors.shopify.budget import Budget
from zhanggui.connectors.shopify.unconfirmed import API_VERSION, LONGEST_REFILL, PAUSE_WHEN_UNTOLD
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled

CODE, LABEL = "shopify", "Shopify"
API = f"/admin/api/{API_VERSION}/graphql.json"
TOKENS = "/admin/oauth/access_token"
Row = Mapping[str, Any]
Tokens = MutableMapping[tuple[int, str, str], str]


class UserErrors(ChannelRefused):
    """The platform {channel} refused: {sentence} ({reason})."""

    def __init__(self, errors: list[Row]) -> None:
        self.errors = errors
        first = errors[0]
        code = text(first, "code")
        super().__init__(channel=LABEL, sentence=text(first, "message"), reason=code or "userErrors", code=code)


@dataclass(frozen=True, slots=True)
class ShopifyClient:
    """Calls for one shop over one pooled connection set. `tokens` are those that apps were given, by shop and app."""

    account: ShopAccount = field(repr=False)
    http: httpx.Client
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    budget: Budget
    tokens: Tokens = field(repr=False)

    def ask(self, name: str, query: str, /, *, repeatable: bool = True, **variables: Any) -> Row:
        """The data of an answer. With `repeatable=False` the call is made again only when it surely did nothing."""
        body = compact({"query": query, "variables": variables}).encode()
        try:
            return self._patiently(name, body, repeatable=repeatable)
        except ChannelLoginExpired:
            if self.tokens.pop(self._app(), None) is None:
                raise
            return self._patiently(name, body, repeatable=repeatable)

    def change(self, name: str, mutation: str, /, *, repeatable: bool = True, **variables: Any) -> Row:
        """What the mutation of this name gives. Raises UserErrors for what Shopify says is wrong with it."""
        result = part(self.ask(name, mutation, repeatable=repeatable, **variables), name)
        if errors := rows(result, "userErrors"):
            raise UserErrors(errors)
        return result

    def download(self, url: str) -> bytes:
        """The file that a bulk operation has made; it needs no key."""

        def once() -> bytes:
            self.account.pace("download")
            try:
                response = self.http.get(url)
            except httpx.RequestError as fault:
                raise unanswered(LABEL, fault) from fault
            if not response.is_success:
                raise down(LABEL, f"HTTP {response.status_code}")
            return response.content

        return try_patiently(once, sleep=self.sleep)

    def _patiently(self, name: str, body: bytes, *, repeatable: bool) -> Row:
        return try_patiently(lambda: self._once(name, body), sleep=self.sleep, repeatable=repeatable)

    def _once(self, name: str, body: bytes) -> Row:
        token = self._token()
        self.account.pace(name)
        self._await_points(name)
        headers = {"Accept": "application/json", "Content-Type": "application/json", "X-Shopify-Access-Token": token}
        try:
            response = self.http.post(f"{self._root()}{API}", content=body, headers=headers)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        return self._read(name, response)

    def _await_points(self, name: str) -> None:
        seconds = self.budget.seconds_for(name)
        if seconds > LONGEST_REFILL:
            raise ChannelThrottled(channel=LABEL, seconds=ceil(seconds))
        if seconds:
            self.sleep(seconds)

    def _read(self, name: str, response: httpx.Response) -> Row:
        status = response.status_code
        if status == 429 and not response.content.lstrip().startswith(b'{"errors":['):
            raise CallFailed(_wait(_seconds(response.headers.get("Retry-After", ""))))
        try:
            content = read_object(response.content)
        except Unanswered as fault:
            raise down(LABEL, str(fault) if response.is_success else f"HTTP {status}") from fault
        missing = self.budget.learn(name, _cost(content))
        if errors := rows(content, "errors"):
            raise CallFailed(self._judge(errors[0], missing))
        if not response.is_success:
            if status >= 500:
                raise down(LABEL, f"HTTP {status}")
            raise CallFailed(self._verdict(str(status), text(content, "errors")))
        data = content.get("data")
        if not isinstance(data, dict):
            raise down(LABEL, "an answer without data")
        return data

    def _judge(self, error: Row, missing: int) -> Verdict:
        extensions = error.get("extensions")
        code = text(extensions if isinstance(extensions, dict) else {}, "code")
        if code == "THROTTLED":
            return _wait(missing or PAUSE_WHEN_UNTOLD)
        return self._verdict(code or "error", text(error, "message"))

    def _verdict(self, code: str, sentence: str) -> Verdict:
        return verdict_for(
            action_for(__package__, code), channel=LABEL, shop=self.account.shop_code, code=code, reason=code,
            sentence=sentence, now=self.clock(),
        )  # fmt: skip

    def _root(self) -> str:
        check_complete(self.account, channel=LABEL, settings=["url"])
        url = self.account.settings["url"].strip().rstrip("/")
        return url if "://" in url else f"https://{url}"

    def _token(self) -> str:
        """The token of the account; for an app that has none, one that it is given for its id and secret."""
        if own := self.account.secrets.get("access_token"):
            return own
        if not self.account.settings.get("client_id"):
            check_complete(self.account, channel=LABEL, secrets=["access_token"])
        check_complete(self.account, channel=LABEL, secrets=["app_secret"])
        key = self._app()
        if key not in self.tokens:
            self.tokens[key] = self._grant()
        return self.tokens[key]

    def _app(self) -> tuple[int, str, str]:
        account = self.account
        return account.shop_id, account.settings.get("client_id", ""), account.secrets.get("app_secret", "")

    def _grant(self) -> str:
        """The client credentials grant: a token that is good for a day."""
        self.account.pace("token")
        form = {
            "grant_type": "client_credentials",
            "client_id": self.account.settings["client_id"],
            "client_secret": self.account.secrets["app_secret"],
        }
        try:
            response = post_form(self.http, self._root() + TOKENS, form)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise AccountIncomplete(channel=LABEL, shop=self.account.shop_code, setting="url") from fault
        except httpx.RequestError as fault:
            raise unanswered(LABEL, fault) from fault
        if 400 <= response.status_code < 500:
            raise ChannelLoginExpired(shop=self.account.shop_code)
        try:
            token = text(read_object(response.content), "access_token")
        except Unanswered as fault:
            raise down(LABEL, f"HTTP {response.status_code}") from fault
        if not token:
            raise down(LABEL, "no token")
        return token


def part(data: Row, name: str) -> Row:
    """The object of this name. Raises ChannelDown when the answer is to something else."""
    found = data.get(name)
    if not isinstance(found, dict):
        raise ChannelDown(channel=LABEL, reason="an answer to something else")
    return found


def own_id(gid: str) -> str:
    """`gid://shopify/Order/1` → `1`."""
    return gid.rpartition("/")[2].partition("?")[0]


def gid(kind: str, number: str) -> str:
    return f"gid://shopify/{kind}/{own_id(number)}"


def is_number(text: str) -> bool:
    """Whether it can be the number in an id; Shopify refuses a whole call for one that cannot."""
    return text.isascii() and text.isdecimal()


def place_of(error: Row) -> int | None:
    """Which row of what was sent it is about: `["input", "quantities", "3", "changeFromQuantity"]`."""
    path = error.get("field")
    steps = [str(step) for step in path] if isinstance(path, list) else []
    return next((int(step) for step in steps if step.isdecimal()), None)


def block(row: Row, name: str) -> Row:
    """The object of this name; empty when there is none."""
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def _cost(content: Row) -> Row:
    extensions = content.get("extensions")
    cost = extensions.get("cost") if isinstance(extensions, dict) else None
    return cost if isinstance(cost, dict) else {}


def _seconds(told: str) -> int:
    """Retry-After comes as 2.0."""
    whole = told.partition(".")[0]
    return int(whole) if whole.isdecimal() else PAUSE_WHEN_UNTOLD


def _wait(seconds: int) -> Verdict:
    """Sat out as long as a bucket needs to fill; longer ones are told."""
    pause = max(seconds, 1) if seconds <= LONGEST_REFILL else None
    return Verdict(ChannelThrottled(channel=LABEL, seconds=max(1, seconds)), pause=pause, was_executed_maybe=False)
