"""The methods of the platform, by name. A method reads a `Call` and returns the content of its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..call import Call
from . import (
    companies,
    dummy_send,
    fullinfo,
    increment,
    items,
    memo,
    offline_send,
    quantity,
    refunds,
    seller,
    sku_quantities,
    sold,
)


@dataclass(frozen=True)
class Method:
    answer: Callable[[Call], dict[str, Any]]
    needs_session: bool = True


METHODS: dict[str, Method] = {
    "taobao.trades.sold.get": Method(sold.answer),
    "taobao.trades.sold.increment.get": Method(increment.answer),
    "taobao.trade.fullinfo.get": Method(fullinfo.answer),
    "taobao.trade.memo.update": Method(memo.answer),
    "taobao.logistics.offline.send": Method(offline_send.answer),
    "taobao.logistics.companies.get": Method(companies.answer, needs_session=False),
    "taobao.item.quantity.update": Method(quantity.answer),
    "taobao.skus.quantity.update": Method(sku_quantities.answer),
    "taobao.refunds.receive.get": Method(refunds.answer_list),
    "taobao.refund.get": Method(refunds.answer_one),
    "taobao.items.onsale.get": Method(items.answer_on_sale),
    "taobao.items.inventory.get": Method(items.answer_in_store),
    "taobao.items.seller.list.get": Method(items.answer_some),
    "taobao.item.sku.price.update": Method(items.answer_price),
    "taobao.logistics.dummy.send": Method(dummy_send.answer),
    "taobao.user.seller.get": Method(seller.answer),
    "taobao.time.get": Method(seller.answer_time, needs_session=False),
}
LISTS = frozenset({"taobao.trades.sold.get", "taobao.trades.sold.increment.get"})
