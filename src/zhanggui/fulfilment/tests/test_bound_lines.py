"""A line bound by hand is known by the code of our goods wherever they are looked for, named or ordered again."""

from dataclasses import replace

import pytest

from zhanggui.orders.entering.drafts import opened
from zhanggui.orders.flows.bind_lines import bind_lines
from zhanggui.orders.flows.copy_orders import copy_orders
from zhanggui.orders.flows.open_shortage_slips import open_shortage_slips
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.lines.shown import lines_of
from zhanggui.orders.models import DraftOrder, GiftGrant, Order, OrderLine, ShortageSlip
from zhanggui.orders.rules.binding import Binding
from zhanggui.orders.ruling.cases import rule_cases
from zhanggui.orders.shortages.shown import slip_lines, slip_paper
from zhanggui.orders.testing import ACTOR, AT, channel_order, gift_draft, make_gift_rules, make_orders, make_shop
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db
BY = {"actor": ACTOR, "at": AT}


def bound_order(shop, *, word="", pieces=1):
    """An order of TS-A and of goods the platform calls `word`, which somebody bound to TS-B."""
    order = channel_order(skus={"TS-A": 1, "TS-B": pieces})
    lines = (order.lines[0], replace(order.lines[1], sku_code=word, listing="G-77", title="夏季新款"))
    (order_id,) = make_orders(shop, [replace(order, lines=lines)])
    bind_lines(bindings=[Binding(OrderLine.objects.get(order=order_id, sku_code=word).pk, "TS-B")], **BY).one()
    return order_id


@pytest.mark.parametrize("word", ["", "OLD-9"])
def test_it_is_copied_as_its_sku(world, word):
    copy_orders(order_ids=[bound_order(make_shop(channel="own"), word=word)], **BY).one()
    assert [line["code"] for line in opened(DraftOrder.objects.get())["lines"]] == ["TS-A", "TS-B"]


@pytest.mark.parametrize("word", ["", "OLD-9"])
def test_its_shortage_names_our_goods(world, word):
    order_id = bound_order(world.shop, word=word, pieces=900)
    review_orders(order_ids=[order_id], **BY)
    weigh_shortages(order_ids=[order_id], **BY)
    open_shortage_slips(order_ids=[order_id], **BY).one()
    slip = ShortageSlip.objects.get()
    assert [row["sku_code"] for row in slip_lines(slip, ACTOR)] == ["TS-B"]
    assert [row.sku_code for row in slip_paper(slip, at=AT).rows] == ["TS-B"]
    assert [row["code"] for row in desk_rows(desks()["short-lines"], {}, ACTOR)["rows"]] == ["TS-B"]
    (row,) = desk_rows(desks()["short-orders"], {"tab": "all"}, ACTOR)["rows"]
    assert row["missing"].startswith("TS-B ×")


@pytest.mark.parametrize("word", ["", "OLD-9"])
def test_a_gift_for_its_sku_is_given(world, word):
    make_gift_rules(gift_draft("g", ("skus", "any", "TS-B"), sku="TS-A"))
    order_id = bound_order(world.shop, word=word)
    review_orders(order_ids=[order_id], **BY)
    assert list(GiftGrant.objects.values_list("order_id", flat=True)) == [order_id]


def test_rules_and_the_sheet_know_it_by_its_sku(world):
    order_id = bound_order(world.shop, word="OLD-9")
    (case,) = rule_cases([order_id])
    assert [line.sku_code for line in case.lines] == ["TS-A", "TS-B"]
    assert [row["sku_code"] for row in lines_of(Order.objects.get(pk=order_id), ACTOR)] == ["TS-A", "TS-B"]


def test_a_line_that_means_nothing_known_keeps_the_platforms_word(world):
    (order_id,) = make_orders(world.shop, [channel_order(skus={"NOBODYS": 1})])
    (case,) = rule_cases([order_id])
    assert [line.sku_code for line in case.lines] == ["NOBODYS"]
