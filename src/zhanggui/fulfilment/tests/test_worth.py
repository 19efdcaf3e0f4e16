"""What parcels are worth, whoever put their lines on the order: all of an order together, exact to the cent."""

from decimal import Decimal

import pytest
from tests.world import BY, make_world

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.worth import Worth
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.worth import parcel_worths_of
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.models import Exchange, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import channel_order, gift_draft, make_gift_rules, make_orders

pytestmark = pytest.mark.django_db


def test_parts_of_bundles_and_exchanged_goods_carry_the_money_of_the_line_they_serve(db):
    world = make_world(skus=4)
    a, b, c, d = (sku.code for sku in world.skus)
    set_code = make_skus(1, prefix="SET")[0].code
    set_bundles(bundles=[BundleDraft(set_code, ((a, 1), (b, 2)))], **BY)
    make_gift_rules(gift_draft("a gift", sku=d))
    order = channel_order("X1", {set_code: 1, c: 1}, freight=Decimal(5), discount=Decimal("0.07"))
    (order_id,) = make_orders(world.shop, [order])
    line_id = OrderLine.objects.get(sku_code=c).pk
    exchange_lines(exchanges=[ItemExchange(line_id, d, 1, Decimal("3.33"))], **BY).one()
    settle_differences(exchange_ids=[Exchange.objects.get().pk], way="collected", **BY)

    (whole,) = take_to("planned", [order_id])
    paid = Worth(Decimal("23.33"), Decimal(5), Decimal("0.07"))
    assert parcel_worths_of([whole])[whole] == paid
    split_parcels(parcel_ids=[whole], way="by_units", limit=1, **BY)
    parts = parcel_worths_of(Parcel.objects.filter(state="planned").values_list("pk", flat=True))
    assert len(parts) == 5
    assert sum(parts.values(), Worth()) == paid
