"""Lines bound to a SKU by hand, once or for good."""

from dataclasses import replace

import pytest
from tests.world import BY, World, broken_promises, make_world

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.orders.flows.bind_lines import LineHasSku, SkuCodeUnknown, bind_lines
from zhanggui.orders.models import ListingMatch, Order, OrderLine
from zhanggui.orders.rules.binding import Binding
from zhanggui.orders.testing import channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=2)


def unmatched(world: World, code: str = "STRANGE", listing: str = "") -> int:
    order = channel_order(skus=["X"])
    (line,) = order.lines
    order = replace(order, lines=(replace(line, sku_code=code, listing=listing),))
    (order_id,) = make_orders(world.shop, [order])
    return OrderLine.objects.values_list("pk", flat=True).get(order_id=order_id, origin="channel")


def sku_of(line_id: int) -> str | None:
    return OrderLine.objects.values_list("sku__code", flat=True).get(pk=line_id)


def test_a_line_has_the_sku_the_clerk_named(world):
    line_id = unmatched(world)
    assert bind_lines(bindings=[Binding(line_id, world.skus[0].code)], **BY).done == [line_id]
    assert sku_of(line_id) == world.skus[0].code
    assert sku_of(unmatched(world)) is None, "nobody asked to remember it"


@pytest.mark.parametrize(("code", "listing"), [("STRANGE", "L1"), ("", "L1")])
def test_what_is_remembered_binds_later_orders_of_the_shop(world, code, listing):
    line_id = unmatched(world, code, listing)
    bind_lines(bindings=[Binding(line_id, world.skus[0].code)], remember=True, **BY)
    assert sku_of(unmatched(world, code, listing)) == world.skus[0].code
    assert sku_of(unmatched(world._replace(shop=make_shop()), code, listing)) is None

    other = unmatched(world, code + "2", "L2")
    bind_lines(bindings=[Binding(other, world.skus[1].code)], remember=True, **BY)
    assert ListingMatch.objects.count() == 2


def test_a_bundle_bound_by_hand_is_sent_as_its_parts(world):
    bundle, part = make_skus(1, prefix="SET")[0].code, world.skus[0].code
    set_bundles(bundles=[BundleDraft(bundle, ((part, 3),))], **BY)
    line_id = unmatched(world)
    bind_lines(bindings=[Binding(line_id, bundle)], **BY)
    assert Order.objects.get().units == 3
    assert broken_promises() == []


def test_what_cannot_be_bound_says_why(world):
    line_id = unmatched(world)
    (bound,) = make_orders(world.shop, [channel_order(skus=[world.skus[0].code])])
    other = OrderLine.objects.values_list("pk", flat=True).get(order_id=bound)
    outcome = bind_lines(bindings=[Binding(line_id, "NONE"), Binding(other, world.skus[1].code)], **BY)
    assert isinstance(outcome.refused[line_id], SkuCodeUnknown)
    assert isinstance(outcome.refused[other], LineHasSku)
