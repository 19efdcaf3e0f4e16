"""The shop, at `/api/admin`."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from zhanggui.simulators.market.keys import Keys
from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Sale
from zhanggui.simulators.market.script import script_of
from zhanggui.simulators.stage.clock import Clock
from zhanggui.simulators.stage.faults import Fault
from zhanggui.simulators.stage.server import Door, Server, in_json, part_of

from .goods import Goods
from .refusing import Refused, unknown
from .words import ADMIN, line_numbers, line_of, name_of, number_from, order_of

USER, PASSWORD, TOKEN = "erp", "oscar-demo-password", "oscar-demo-token"
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
Ask = Callable[[Request], Any]


class OscarSimulator:
    """A member of staff calls; `page_size` is none, as long as the shop has not set one."""

    def __init__(self, *, clock: Clock | None = None, seed: int | None = None) -> None:
        market = self.market = Market(clock=clock, seed=seed, numbers=number_from, line_numbers=line_numbers)
        market.keys = Keys(market.clock, lasts=timedelta(days=36_500))
        self.goods = Goods(market)
        self.page_size: int | None = None
        self.read_only = False  # the user has no permission to change stock records
        self.is_closed = False  # OSCARAPI_BLOCK_ADMIN_API_ACCESS: the addresses are not there at all
        self.server = Server(self._doors(), script_of(market), clock=market.clock)

    def _doors(self) -> dict[str, Door]:
        goods = self.goods
        return {
            f"GET {ADMIN}/orders": self._door("orders", self._list),
            f"GET|DELETE|PUT|PATCH {ADMIN}/orders/<key>": self._door("order", self._order),
            f"GET {ADMIN}/orders/<key>/lines": self._door("lines", self._lines),
            f"GET {ADMIN}/products": self._door(
                "products", lambda asked: self._paged(asked, goods.products(_host(asked)))
            ),
            f"GET {ADMIN}/products/<key>": self._door(
                "product", lambda asked: goods.product(part_of(asked, "key"), _host(asked))
            ),
            f"GET|PUT|PATCH {ADMIN}/stockrecords/<key>": self._door("stockrecord", self._record),
        }

    def _list(self, asked: Request) -> Any:
        """Newest first. There is no filter of any kind."""
        found = self.market.placed(*_EVER, newest_first=True)
        start, size = self._bounds(asked, len(found))
        rows = [self._shown(sale, asked) for sale in self.market.page(found, start, size)]
        return self._page(asked, rows, len(found))

    def _order(self, asked: Request) -> Any:
        """It can be read and deleted, and nothing of it changed."""
        sale = self._find(asked)
        if asked.method in {"PUT", "PATCH"}:
            raise Refused(405, f'Method "{asked.method}" not allowed.')
        if asked.method == "DELETE":
            del self.market.sales[sale.number]
            return None
        return self._shown(sale, asked)

    def _lines(self, asked: Request) -> Any:
        sale = self.market.sales.get(name_of(part_of(asked, "key")))
        lines = [line_of(line, sale, self.market.shelf, host=_host(asked)) for line in sale.lines] if sale else []
        return self._paged(asked, lines)

    def _record(self, asked: Request) -> Any:
        key = part_of(asked, "key")
        if asked.method == "GET":
            return self.goods.record(key, _host(asked))
        if self.read_only:
            raise Refused(403, "You do not have permission to perform this action.")
        return self.goods.change(key, _body(asked), _host(asked))

    def _find(self, asked: Request) -> Sale:
        key = part_of(asked, "key")
        sale = self.market.sales.get(name_of(key)) if key.isdecimal() else None
        if sale is None:
            raise unknown("Order")
        return sale

    def _shown(self, sale: Sale, asked: Request) -> dict[str, Any]:
        return order_of(sale, host=_host(asked), spoiled=self.market.spoiled.get(sale.number, ""))

    def _bounds(self, asked: Request, total: int) -> tuple[int, int]:
        size = self.page_size or max(total, 1)
        return (int(asked.args.get("page", 1)) - 1) * size, size

    def _paged(self, asked: Request, rows: Sequence[Any]) -> Any:
        start, size = self._bounds(asked, len(rows))
        return self._page(asked, rows[start : start + size], len(rows))

    def _page(self, asked: Request, rows: Sequence[Any], total: int) -> Any:
        """A bare list, unless the shop has set a size of pages."""
        if self.page_size is None:
            return rows
        page = int(asked.args.get("page", 1))
        has_more = page * self.page_size < total
        return {
            "count": total,
            "next": f"{asked.base_url}?page={page + 1}" if has_more else None,
            "previous": f"{asked.base_url}?page={page - 1}" if page > 1 else None,
            "results": rows,
        }

    def _door(self, call: str, ask: Ask) -> Door:
        return Door(lambda _: call, lambda request, fault: self._answer(request, fault, ask))

    def _answer(self, request: Request, fault: Fault | None, ask: Ask) -> Response:
        if self.is_closed:
            return Response("<h1>Not Found</h1>", 404, content_type="text/html")
        try:
            if fault is not None:
                raise Refused(400, fault.sentence)
            self._check(request)
            content = ask(request)
        except Refused as refused:
            response = in_json(refused.content, refused.status)
            if refused.wait_s:
                response.headers["Retry-After"] = str(refused.wait_s)
            return response
        return _with_raw_characters(in_json(content, 204 if content is None else 200))

    def _check(self, request: Request) -> None:
        """Whoever is not known is forbidden, for the first way of signing in, by session, has no other word for it."""
        if banned := self.market.banned_s():
            raise Refused(429, f"Request was throttled. Expected available in {banned} seconds.", wait_s=banned)
        told = request.headers.get("Authorization", "")
        if not told:
            raise Refused(403, "Authentication credentials were not provided.")
        if told.startswith("Token "):
            if not hmac.compare_digest(told, f"Token {TOKEN}") or not self._is_good():
                raise Refused(403, "Invalid token.")
            return
        who = request.authorization
        is_known = who is not None and (who.get("username"), who.get("password")) == (USER, PASSWORD)
        if not is_known or not self._is_good():
            raise Refused(403, "Invalid username/password.")

    def _is_good(self) -> bool:
        return self.market.keys.is_good(self.market.keys.token)


def _host(request: Request) -> str:
    return request.host_url.rstrip("/")


def _body(request: Request) -> Mapping[str, Any]:
    try:
        body = orjson.loads(request.get_data() or b"{}")
    except orjson.JSONDecodeError as wrong:
        raise Refused(400, "JSON parse error") from wrong
    if not isinstance(body, dict):
        raise Refused(400, {"non_field_errors": ["Invalid data. Expected a dictionary."]})
    return body


def _with_raw_characters(response: Response) -> Response:
    """The text that is spoiled on purpose has its tab and newline raw."""
    response.set_data(response.get_data().replace(rb"ring\ttwice\n", b"ring\ttwice\n"))
    return response
