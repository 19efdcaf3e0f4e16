"""What the shop offers. ECShop lists goods by their last change; each has products where it is sold in kinds."""

from collections.abc import Iterator, Sequence

from zhanggui.connectors.asking.answers import is_true, number, rows, text
from zhanggui.connectors.selling.reading import Fields
from zhanggui.connectors.shopex.ecshop.client import EcshopClient, Row
from zhanggui.kernel.doors.channel_abilities import Listing

PAGE_SIZE = 100
COLUMNS = "goods_id|bn|name|price|store|marketable|last_modify"


def list_goods(shop: EcshopClient) -> Iterator[Sequence[Listing]]:
    """Every product, a page of goods at a time."""
    page, total = 1, 1
    until = str(int(shop.clock().timestamp()) + 1)
    while (page - 1) * PAGE_SIZE < total:
        found = shop.ask(
            "search_goods_list", last_modify_st_time="0", last_modify_en_time=until, pages=str(page),
            counts=str(PAGE_SIZE), columns=COLUMNS,
        )  # fmt: skip
        page, total = page + 1, number(found, "counts") or 0
        yield [_listing(row) for row in rows(found, "data_info") if text(row, "bn")]


def shop_name(shop: EcshopClient) -> str:
    found = shop.ask("search_site_info")
    told = next(iter(rows(found, "data_info")), {})
    return text(told, "shop_name") or text(told, "name")


def _listing(row: Row) -> Listing:
    """The hub knows goods by the seller's code, so that is what a listing is called."""
    return Listing(
        listing=text(row, "bn"),
        sku_code=text(row, "bn"),
        title=text(row, "name"),
        quantity=number(row, "store"),
        price=Fields(row, number=text(row, "bn")).money("price"),
        is_on_sale=is_true(row.get("marketable")),
    )
