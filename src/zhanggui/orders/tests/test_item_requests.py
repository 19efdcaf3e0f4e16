"""A buyer's request for other goods is answered by an exchange of the lines it names, and by no other."""

from typing import Any

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.models import ChangeRequest, Hold, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


class Asking:
    """An order of two lines whose buyer wants other goods."""

    def __init__(self, *named: int) -> None:
        self.cup, self.tea, self.other = make_skus(3)
        make_stock(make_warehouse(), {sku.pk: 9 for sku in (self.cup, self.tea, self.other)})
        wanted: dict[str, Any] = {"skus": [self.cup.code, self.tea.code], "item_change_asked": True}
        order = channel_order("N1", item_change_lines=tuple(f"N1-{place}" for place in named), **wanted)
        self.id = make_orders(make_shop(), [order])[0]

    def exchange(self, place: int, **more: Any) -> None:
        line = OrderLine.objects.get(order_id=self.id, number=f"N1-{place}")
        assert exchange_lines(exchanges=[ItemExchange(line.pk, self.other.code, 1, **more)], **BY).done

    @property
    def state(self) -> tuple[str, bool]:
        is_held = Hold.objects.filter(order_id=self.id, reason="item_change").exists()
        return ChangeRequest.objects.get().state, is_held


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "exchanged", "state"),
    [
        ((1,), [1], ("agreed", False)),
        ((1,), [2], ("open", True)),
        ((1, 2), [1], ("open", True)),
        ((1, 2), [1, 2], ("agreed", False)),
        ((), [2], ("agreed", False)),
    ],
)
def test_only_the_lines_named_answer(named, exchanged, state):
    asking = Asking(*named)
    for place in exchanged:
        asking.exchange(place)
    assert asking.state == state


@pytest.mark.django_db
def test_who_exchanges_may_say_that_it_is_the_answer_or_not():
    asking = Asking()
    asking.exchange(1, is_answer=False)
    assert asking.state == ("open", True)
    asking.exchange(2, is_answer=True)
    assert asking.state == ("agreed", False)
