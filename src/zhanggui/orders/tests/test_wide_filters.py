"""A filter finds what the list shows: also among orders that have left, as far as the list says it looks."""

from datetime import timedelta

import pytest

from zhanggui.orders.desks import OrderDesk
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.ui.desk import Tab, desk_rows
from zhanggui.ui.desk.refusals import FilterNotHere

pytestmark = pytest.mark.django_db
FINISHED = ("shipped", "completed", "cancelled", "all")


@pytest.mark.parametrize("tab", FINISHED)
@pytest.mark.parametrize(
    "asked",
    [
        {"province": "浙江省"}, {"city": "杭州市"}, {"district": "西湖"}, {"amount__from": "1"}, {"carrier_wish": "sf"},
        {"collect_by__from": "2026-11-01"},
    ],
)  # fmt: skip
def test_a_filter_finds_what_the_tab_shows(tab, asked):
    (order_id,) = make_orders(make_shop(), [channel_order(skus=["A"])])
    Order.objects.filter(pk=order_id).update(state=tab if tab != "all" else "shipped", carrier_wish="sf")
    Order.objects.filter(pk=order_id, collect_by=None).update(collect_by=AT, ship_by=AT)
    assert len(desk_rows(OrderDesk(), {"tab": tab}, ACTOR)["rows"]) == 1
    assert len(desk_rows(OrderDesk(), {"tab": tab, **asked}, ACTOR)["rows"]) == 1


@pytest.mark.parametrize(
    "asked",
    [{"province": "西藏"}, {"district": "墨脱"}, {"amount__from": "1000000"}, {"warehouse": "0"}, {"weight__to": "1"}],
)
def test_a_filter_leaves_the_others_out(asked):
    make_orders(make_shop(), [channel_order(skus=["A"])])
    assert desk_rows(OrderDesk(), {"tab": "all", **asked}, ACTOR)["rows"] == []


def test_questions_about_open_orders_are_refused_where_there_are_none():
    for asked in ({"due": "late"}, {"urgent": "yes"}, {"gift": "given"}, {"way": "merged"}):
        assert desk_rows(OrderDesk(), {"tab": "all", **asked}, ACTOR)["rows"] == []
        with pytest.raises(FilterNotHere):
            desk_rows(OrderDesk(), {"tab": "shipped", **asked}, ACTOR)


class ShortSighted(OrderDesk):
    """Looks through the two orders that came last."""

    tabs = [Tab("all", "All", sort="-placed_at", reach=2)]


def test_a_large_list_is_looked_through_as_far_as_it_says_or_on_the_chosen_days():
    orders = [channel_order(f"R{n}", skus=["A"], placed_at=AT - timedelta(days=n)) for n in range(5)]
    shop = make_shop()
    for order in reversed(orders):
        make_orders(shop, [order])

    def numbers(**params: str) -> set[str]:
        rows = desk_rows(ShortSighted(), {"tab": "all", **params}, ACTOR)["rows"]
        return {row["number"] for row in rows}

    assert len(numbers()) == 5
    assert numbers(province="浙江") == {"R0", "R1"}
    day = (AT - timedelta(days=3)).date().isoformat()
    assert numbers(province="浙江", placed__from=day, placed__to=day) == {"R3"}
    assert numbers(province="浙江", placed__to=day) == set()
