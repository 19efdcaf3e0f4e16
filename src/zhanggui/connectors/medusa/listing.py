"""Which orders changed, and which were placed.

Bounds of Medusa's filters are inclusive, and a list can be sorted by `updated_at`. A window of the past is read from
its last page to its first: orders only leave it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.medusa.client import PAGE_SIZE, MedusaClient
from zhanggui.connectors.medusa.orders import FIELDS
from zhanggui.connectors.selling.listing import Listed, ListedPage, Lists, Window

SETTLED_AFTER = timedelta(minutes=2)
WINDOW = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def list_changes(medusa: MedusaClient, *, since: datetime, until: datetime) -> Iterator[ListedPage]:
    """Every page of every window in [since, until]. The cursor stays two minutes behind the clock: that of the shop
    may be a little behind ours, and a change counts from when its workflow began to write."""

    def ask(window: Window, page: int, count: bool) -> Listed:
        query = {
            "updated_at[$gte]": _stamp(window.start),
            "updated_at[$lte]": _stamp(window.end + _SECOND),
            "order": "-updated_at",
            "fields": FIELDS,
            "limit": str(PAGE_SIZE),
            "offset": str((page - 1) * PAGE_SIZE),
        }
        rows, total = medusa.page("orders", "orders", query)
        return Listed(rows=rows, total=total)

    lists = Lists(ask, PAGE_SIZE, medusa.clock, settled_after=SETTLED_AFTER, usual=WINDOW, longest=WINDOW)
    return lists.changes(since=since, until=until)


def list_placed(medusa: MedusaClient, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
    """Numbers of the orders placed in [since, until]. A moment of placing never changes, so pages stand still."""
    query = {
        "created_at[$gte]": _stamp(since),
        "created_at[$lte]": _stamp(until),
        "order": "created_at",
        "fields": "id",
    }
    for page in medusa.pages("orders", "orders", query):
        yield [text(row, "id") for row in page]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
