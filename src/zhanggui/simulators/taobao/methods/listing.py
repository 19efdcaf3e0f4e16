"""The two list calls have one body: a window over one moment, filters, a page, and the fields asked for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..answers import Many
from ..call import Call
from ..fields import FULL_ONLY, select_trade
from ..moments import second
from ..receivers import OAID_FIELDS, oaid, shown
from ..refused import invalid
from ..store import Trade

DEFAULT_PAGE = 40
LARGEST_PAGE = 100
STATES = {
    "ALL_WAIT_PAY": ("WAIT_BUYER_PAY", "TRADE_NO_CREATE_PAY"),
    "ALL_CLOSED": ("TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO"),
}
# The filter words for ordinary paid-through-escrow trades all find those of type `fixed`.
TYPES = {"guarantee_trade": "fixed", "auto_delivery": "fixed", "ec": "fixed"}


@dataclass
class Where:
    """The conditions of a list call, as SQL."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, part: str, *values: Any) -> None:
        self.parts.append(part)
        self.values += values

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts) or "1"


def list_trades(call: Call, *, by: str, start: datetime | None, end: datetime | None) -> dict[str, Any]:
    """One page of trades, newest `by` (created or modified) first."""
    wanted = call.fields()
    page = call.integer("page_no", 1, least=1)
    size = call.integer("page_size", DEFAULT_PAGE, least=1, most=LARGEST_PAGE)
    has_next_only = call.flag("use_has_next")
    where = _where(call, by, start, end)
    platform = call.platform
    platform.show_late()
    with platform.store.lock:
        rows = platform.store.rows(
            f"SELECT tid FROM listing WHERE {where.sql} ORDER BY {by} DESC, tid DESC LIMIT ? OFFSET ?",
            [*where.values, size + 1, (page - 1) * size],
        )
        trades = platform.store.trades([row["tid"] for row in rows[:size]])
        total = None if has_next_only else platform.store.number(
            f"SELECT count(*) FROM listing WHERE {where.sql}", where.values
        )  # fmt: skip
    items = _disturbed(call, [_listed(call, trade, wanted) for trade in trades])
    content: dict[str, Any] = {"has_next": len(rows) > size} if total is None else {"total_results": total}
    _move_on(call, trades)
    return content | {"trades": Many("trade", items)}


def _where(call: Call, by: str, start: datetime | None, end: datetime | None) -> Where:
    where = Where()
    if start:
        where.add(f"{by} >= ?", second(start))
    if end:
        where.add(f"{by} <= ?", second(end))
    if start and end and start > end:
        raise invalid(f"start_{by}", "开始时间不能晚于结束时间")
    if status := call.text("status", ""):
        states = STATES.get(status, (status,))
        where.add(f"status IN ({','.join('?' * len(states))})", *states)
    if kind := call.text("type", ""):
        types = {TYPES.get(word.strip(), word.strip()) for word in kind.split(",")}
        where.add(f"type IN ({','.join('?' * len(types))})", *types)
    for name in ("buyer_nick", "buyer_open_uid"):
        if value := call.text(name, ""):
            where.add(f"{name} = ?", value)
    return where


def _listed(call: Call, trade: Trade, wanted: frozenset[str]) -> dict[str, Any]:
    answer = select_trade(shown(trade), wanted - FULL_ONLY)
    if wanted >= OAID_FIELDS:
        platform = call.platform
        answer["oaid"] = oaid(trade.receiver, app_key=platform.app_key, nick=platform.nick, at=call.now)
    return answer


def _disturbed(call: Call, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    chaos = call.platform.chaos
    if items and chaos.take(frozenset({"repeat"}), call.method):
        items = [*items, *items]
    if chaos.take(frozenset({"shuffle"}), call.method):
        items = items[1::2] + items[::2]
    return items


def _move_on(call: Call, trades: list[Trade]) -> None:
    """Real lists move while they are read: a trade just shown changes, and every row behind it moves up."""
    if trades and call.platform.chaos.take(frozenset({"motion"}), call.method):
        call.platform.touch(trades[0].tid)
