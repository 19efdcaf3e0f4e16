"""Which orders changed, and which were placed (channels.md 2.3)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from zhanggui.connectors.asking.answers import number as count_of
from zhanggui.connectors.asking.answers import raw_rows, rows, text
from zhanggui.connectors.jd.client import JosClient
from zhanggui.connectors.jd.errors import LABEL, check_done
from zhanggui.connectors.jd.orders import FIELDS
from zhanggui.connectors.jd.unconfirmed import SETTLED_AFTER
from zhanggui.connectors.selling.listing import Listed, ListedPage, Lists, Window
from zhanggui.connectors.selling.moments import beijing
from zhanggui.kernel.doors.channel_refusals import ChannelDown

ROW, RAW = "row", "raw"
"""What a listed row consists of: the payload, and the bytes it came in."""

PAGE_SIZE, MOST_PAGES = 100, 100
USUAL = timedelta(days=1)

_METHOD = "jingdong.pop.order.search"
_BY_CREATION, _BY_CHANGE, _NEWEST_FIRST = 1, 0, 1


def list_orders(jos: JosClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every order changed in [since, until], with all its fields. The last page is read first."""
    return _lists(jos, date_type=_BY_CHANGE, fields=FIELDS).changes(since=since, until=until)


def list_placed(jos: JosClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders created in [since, until]; one created where two windows meet is told once."""
    seen: set[str] = set()
    for page in _lists(jos, date_type=_BY_CREATION, fields="orderId").changes(since=since, until=until):
        numbers = [text(row[ROW], "orderId") for row in page.rows]
        fresh = [one for one in dict.fromkeys(numbers) if one and one not in seen]
        seen.update(fresh)
        yield fresh


def paired(holder: Mapping[str, Any], name: str, *, raw: bytes) -> list[Mapping[str, Any]]:
    """The rows of a list, each with the bytes it came in."""
    payloads, pieces = rows(holder, name), raw_rows(raw, name)
    if len(payloads) != len(pieces):
        raise ChannelDown(channel=LABEL, reason="a list that is none")
    return [{ROW: row, RAW: piece} for row, piece in zip(payloads, pieces, strict=True)]


def total_of(holder: Mapping[str, Any], name: str) -> int:
    """How many rows there are."""
    total = count_of(holder, name)
    if total is None:
        raise ChannelDown(channel=LABEL, reason="a list without its total")
    return total


def _lists(jos: JosClient, *, date_type: int, fields: str) -> Lists:
    def ask(window: Window, page: int, count: bool) -> Listed:
        asked = {
            "start_date": beijing(window.start),
            "end_date": beijing(window.end),
            "order_state": "ALL",
            "optional_fields": fields,
            "source_id": "JOS",
            "page": str(page),
            "page_size": str(PAGE_SIZE),
            "dateType": date_type,
            "sortType": _NEWEST_FIRST,
        }
        answer = jos.call(_METHOD, asked)
        result = answer.content.get("searchorderinfo_result")
        told = result if isinstance(result, dict) else {}
        check_done(told.get("apiResult"))
        return Listed(rows=paired(told, "orderInfoList", raw=answer.raw), total=total_of(told, "orderTotal"))

    return Lists(
        ask,
        PAGE_SIZE,
        jos.clock,
        settled_after=SETTLED_AFTER,
        usual=USUAL,
        longest=USUAL,
        most=PAGE_SIZE * MOST_PAGES,
    )
