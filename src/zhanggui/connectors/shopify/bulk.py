"""A query over everything a shop has: Shopify runs it by itself and leaves a file, a line of JSON for each object."""

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.line import Unanswered
from zhanggui.connectors.shopify.client import LABEL, Row, ShopifyClient, part
from zhanggui.kernel.doors.channel_refusals import ChannelDown

LOOKS = 120
BETWEEN_LOOKS_S = 5
RUN = """mutation Run($query: String!) { bulkOperationRunQuery(query: $query) {
  bulkOperation { id status } userErrors { field message } } }"""
LOOK = """query Look($id: ID!) { node(id: $id) { ... on BulkOperation { id status errorCode objectCount url } } }"""
OVER = frozenset({"CANCELED", "CANCELING", "EXPIRED", "FAILED"})


def bulk_rows(shopify: ShopifyClient, query: str) -> list[Row]:
    """What the query finds."""
    started = part(shopify.change("bulkOperationRunQuery", RUN, repeatable=False, query=query), "bulkOperation")
    url = _wait(shopify, text(started, "id"))
    if not url:
        return []  # an operation that found nothing leaves no file
    return [_object(line) for line in shopify.download(url).splitlines() if line.strip()]


def _wait(shopify: ShopifyClient, operation: str) -> str:
    """Where the file is, once the operation is done."""
    for _ in range(LOOKS):
        seen = part(shopify.ask("node", LOOK, id=operation), "node")
        status = text(seen, "status")
        if status == "COMPLETED":
            return text(seen, "url")
        if status in OVER:
            raise ChannelDown(channel=LABEL, reason=f"bulk operation {status} {text(seen, 'errorCode')}".strip())
        shopify.sleep(BETWEEN_LOOKS_S)
    raise ChannelDown(channel=LABEL, reason="bulk operation takes too long")


def _object(line: bytes) -> Row:
    try:
        return read_object(line)
    except Unanswered as fault:
        raise ChannelDown(channel=LABEL, reason="a bulk file that cannot be read") from fault
