"""What tests of gifts start from."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.models import GiftDecision, OrderLine
from zhanggui.orders.testing import ACTOR, AT, channel_order, gift_draft, make_gift_rules, make_orders, make_shop

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


class Giving:
    """A shop, two goods for sale, and three that are given away, with pieces in stock."""

    def __init__(self) -> None:
        self.shop = make_shop()
        self.cup, self.tea, self.gift, self.other, self.none = make_skus(5, prefix="G")
        self.warehouse = make_warehouse()
        make_stock(self.warehouse, {sku.pk: 100 for sku in (self.cup, self.tea, self.gift, self.other)})
        Sku.objects.filter(pk=self.gift.pk).update(cost=Decimal(3))

    def arrive(self, *skus: dict[str, int], **changes: Any) -> list[int]:
        wanted = skus or ({self.cup.code: 1},)
        order_ids = make_orders(self.shop, [channel_order(skus=each, **changes) for each in wanted])
        apply_gifts(order_ids=order_ids, **BY)
        return order_ids

    def rule(self, name: str = "gift", *tests: tuple[str, ...], **terms: Any) -> int:
        sku = terms.pop("sku", self.gift.code)
        return make_gift_rules(gift_draft(name, *tests, sku=sku, terms=terms))[0]

    @staticmethod
    def gifts(order_id: int) -> dict[str, int]:
        lines = OrderLine.objects.filter(order_id=order_id, origin="gift", is_cancelled=False)
        return dict(lines.values_list("sku__code", "ordered"))

    @staticmethod
    def came(order_id: int) -> list[str]:
        return [word for _, word, _ in GiftDecision.objects.get(pk=order_id).came]


def refunded(order: Any, *places: int) -> Any:
    lines = [
        replace(line, refund=RefundState.SUCCEEDED) if place in places else line
        for place, line in enumerate(order.lines)
    ]
    return replace(
        order, lines=tuple(lines), modified_at=order.modified_at + timedelta(minutes=5), raw=repr(lines).encode()
    )
