"""Everything the shop offers: its products, and the SKUs of each."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.douyin.client import DoudianClient
from zhanggui.kernel.doors.channel_abilities import Listing

PAGE_SIZE = 100
_ONLINE, _DELETED, _PASSED = "0", "2", "3"


def read_listings(doudian: DoudianClient) -> Iterator[Sequence[Listing]]:
    """A page of products at a time, by the platform's cursor, which ends with an empty page."""
    cursor = ""
    while True:
        asked = {"page": 1, "size": PAGE_SIZE, "use_cursor": True, "cursor_id": cursor}
        answer = doudian.call("product.listV2", asked).data
        products = rows(answer, "data")
        if not products:
            return
        yield [listing for product in products for listing in _listings(doudian, product)]
        following = text(answer, "cursor_id")
        if not following or following == cursor:
            return
        cursor = following


def _listings(doudian: DoudianClient, product: Mapping[str, Any]) -> Iterator[Listing]:
    """The SKUs of one product. A deleted one offers nothing."""
    own = text(product, "product_id")
    if text(product, "status") == _DELETED or not own.isdecimal():
        return
    is_on_sale = text(product, "status") == _ONLINE and text(product, "check_status") in ("", _PASSED)
    for row in rows(doudian.call("sku.list", {"product_id": int(own)}).data, "data"):
        price = number(row, "price")
        yield Listing(
            listing=f"{own}:{text(row, 'id')}",
            sku_code=text(row, "code").strip(),
            title=text(product, "name"),
            spec=_spec(row),
            quantity=number(row, "stock_num"),
            price=None if price is None else Decimal(price).scaleb(-2),
            is_on_sale=is_on_sale,
        )


def _spec(row: Mapping[str, Any]) -> str:
    named = [text(one, "value_name") for one in rows(row, "sell_properties")]
    named = named or [text(row, f"spec_detail_name{level}") for level in (1, 2, 3)]
    return ";".join(filter(None, named))
