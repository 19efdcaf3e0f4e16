"""The seller's memo. Shopify's note of an order is what its buyer wrote, so memo and flag stand in a metafield of ours,
which the shop shows with the order once it has a definition for it."""

from datetime import datetime

from zhanggui.connectors.asking.answers import compact
from zhanggui.connectors.selling.reading import Fields
from zhanggui.connectors.shopify.client import ShopifyClient, gid, part

WRITE = """mutation Note($input: OrderInput!) {
  orderUpdate(input: $input) { order { id updatedAt } userErrors { field message } } }"""


def write_memo(shopify: ShopifyClient, *, order_number: str, memo: str, flag: int) -> datetime | None:
    """Since when the shop shows it."""
    kept = {"namespace": "zhanggui", "key": "memo", "type": "json", "value": compact({"memo": memo, "flag": flag})}
    given = {"id": gid("Order", order_number), "metafields": [kept]}
    order = part(shopify.change("orderUpdate", WRITE, input=given), "order")
    return Fields(order, number=order_number).stamp_if_any("updatedAt")
