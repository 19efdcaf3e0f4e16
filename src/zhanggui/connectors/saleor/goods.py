"""What the shop offers: variants, the stock of one warehouse, prices of one channel.

A listing is the global id of a variant. Stock is what lies there, allocated pieces included.
"""

from collections.abc import Iterator, Sequence

from zhanggui.connectors.asking.answers import is_true, number, rows, text
from zhanggui.connectors.saleor.client import LABEL, Row, SaleorClient, part
from zhanggui.connectors.saleor.shipping import warehouse_of
from zhanggui.connectors.saleor.unconfirmed import STOCK_AT_ONCE
from zhanggui.connectors.selling.account import check_complete
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

PAGE_SIZE = 100
VARIANT = """id sku name product { id name } stocks { warehouse { id } quantity quantityAllocated }
  channelListings { channel { id slug } price { amount } }"""
LIST = f"""query Variants($first: Int!, $after: String, $ids: [ID!]) {{
  productVariants(first: $first, after: $after, ids: $ids) {{
    pageInfo {{ hasNextPage endCursor }} edges {{ node {{ {VARIANT} }} }} }} }}"""
STOCK = """mutation Stock($stocks: [StockBulkUpdateInput!]!) {
  stockBulkUpdate(stocks: $stocks, errorPolicy: REJECT_FAILED_ROWS) {
    results { errors { field code message } } errors { field code message } } }"""
PRICE = """mutation Price($id: ID!, $input: [ProductVariantChannelListingAddInput!]!) {
  productVariantChannelListingUpdate(id: $id, input: $input) { errors { field code message } } }"""


def list_variants(saleor: SaleorClient) -> Iterator[Sequence[Listing]]:
    """Every variant, a page at a time."""
    after, is_last = None, False
    while not is_last:
        found = _page(saleor, after=after, ids=None)
        info = part(found, "pageInfo")
        after, is_last = text(info, "endCursor"), not is_true(info.get("hasNextPage"))
        yield [_listing(saleor, part(edge, "node")) for edge in rows(found, "edges")]


def write_stock(saleor: SaleorClient, offers: Sequence[StockOffer]) -> Iterator[tuple[StockOffer, Refusal | None]]:
    """Exactly so many pieces can be bought beside those that are allocated. What the shop does not take is told row by
    row; the others are set."""
    warehouse = warehouse_of(saleor)
    for start in range(0, len(offers), STOCK_AT_ONCE):
        own = offers[start : start + STOCK_AT_ONCE]
        known = _known(saleor, own)
        good = [offer for offer in own if offer.listing in known]
        yield from ((offer, _unknown(offer)) for offer in own if offer.listing not in known)
        if not good:
            continue
        stocks = [
            {
                "variantId": offer.listing,
                "warehouseId": warehouse,
                "quantity": offer.quantity + _allocated(known[offer.listing], warehouse),
            }
            for offer in good
        ]
        results = rows(saleor.change("stockBulkUpdate", STOCK, stocks=stocks), "results")
        for nth, offer in enumerate(good):
            wrong = rows(results[nth], "errors") if nth < len(results) else [{"message": "no answer"}]
            yield offer, _refused(wrong[0]) if wrong else None


def write_prices(saleor: SaleorClient, offers: Sequence[PriceOffer]) -> Iterator[tuple[PriceOffer, Refusal | None]]:
    """Each costs exactly so much in the channel of the settings."""
    check_complete(saleor.account, channel=LABEL, settings=["channel_id"])
    for offer in offers:
        given = [{"channelId": saleor.account.settings["channel_id"], "price": f"{offer.price:.2f}"}]
        try:
            saleor.change("productVariantChannelListingUpdate", PRICE, id=offer.listing, input=given)
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None


def _page(saleor: SaleorClient, *, after: str | None, ids: Sequence[str] | None) -> Row:
    found = saleor.ask("productVariants", LIST, first=PAGE_SIZE, after=after, ids=ids)
    return part(found, "productVariants")


def _known(saleor: SaleorClient, offers: Sequence[StockOffer]) -> dict[str, Row]:
    ids = list(dict.fromkeys(offer.listing for offer in offers))
    nodes = [part(edge, "node") for edge in rows(_page(saleor, after=None, ids=ids), "edges")]
    return {text(node, "id"): node for node in nodes}


def _allocated(variant: Row, warehouse: str) -> int:
    stock = _stock(variant, warehouse)
    return number(stock, "quantityAllocated") or 0 if stock else 0


def _stock(variant: Row, warehouse: str) -> Row | None:
    """What lies in this warehouse; without one, in the only one that has any."""
    stocks = rows(variant, "stocks")
    if not warehouse:
        return stocks[0] if len(stocks) == 1 else None
    return next((one for one in stocks if text(part(one, "warehouse"), "id") == warehouse), None)


def _unknown(offer: StockOffer) -> ChannelRefused:
    return ChannelRefused(channel=LABEL, sentence=f"no such variant: {offer.listing}", reason="NOT_FOUND")


def _refused(error: Row) -> ChannelRefused:
    return ChannelRefused(channel=LABEL, sentence=text(error, "message"), reason=text(error, "code"))


def _listing(saleor: SaleorClient, row: Row) -> Listing:
    own = saleor.account.settings.get("channel_id")
    prices = rows(row, "channelListings")
    shown = next((one for one in prices if not own or text(part(one, "channel"), "id") == own), None)
    price = shown.get("price") if shown else None
    stock = _stock(row, saleor.account.settings.get("warehouse_id", ""))
    left = (number(stock, "quantity") or 0) - (number(stock, "quantityAllocated") or 0) if stock else None
    return Listing(
        listing=text(row, "id"),
        sku_code=text(row, "sku").strip(),
        title=text(part(row, "product"), "name"),
        spec=text(row, "name"),
        quantity=None if left is None else max(left, 0),
        price=Fields(price, number=text(row, "id")).money("amount") if isinstance(price, dict) else None,
        is_on_sale=shown is not None,
    )
