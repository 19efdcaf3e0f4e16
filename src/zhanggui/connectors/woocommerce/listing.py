"""Which orders changed, and which were placed.

Both bounds of WooCommerce's filters are exclusive, so a window is asked for a second wider on each side. In a window
of the past orders only leave when they change again, whatever the list is sorted by: read from its last page to its
first, it loses none.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.selling.listing import Listed, ListedPage, Lists, Window
from zhanggui.connectors.woocommerce.client import PAGE_SIZE, WooClient

SETTLED_AFTER = timedelta(minutes=2)
WINDOW = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def list_changes(woo: WooClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every page of every window in [since, until]. The cursor stays two minutes behind the clock: that of the shop
    may be a little behind ours."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        sized = {"order": "desc", "page": str(page), "per_page": str(PAGE_SIZE)}
        rows, total = woo.page("orders", _query("modified_", window.start, window.end) | sized)
        return Listed(rows=rows, total=total)

    lists = Lists(ask, PAGE_SIZE, woo.clock, settled_after=SETTLED_AFTER, usual=WINDOW, longest=WINDOW)
    return lists.changes(since=since, until=until)


def list_placed(woo: WooClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders placed in [since, until]. A moment of placing never changes, so pages stand still; one that
    is deleted meanwhile moves the rest, which the next check finds."""
    for page in woo.pages("orders", _query("", since, until) | {"order": "asc", "_fields": "id"}):
        yield [text(row, "id") for row in page]


def _query(kind: str, start: datetime, end: datetime) -> dict[str, str]:
    return {
        f"{kind}after": _gmt(start - _SECOND),
        f"{kind}before": _gmt(end + _SECOND),
        "dates_are_gmt": "true",
        "status": "any",
        "orderby": "id",
    }


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
