"""One person in many windows: what a day allows of looks and of files holds, whatever is asked at the same moment."""

from dataclasses import replace
from functools import partial

import pytest
from django.conf import settings as configured

from tests.races.at_once import at_once
from tests.world import BY, make_world
from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.orders.flows.export_receivers import export_receivers
from zhanggui.orders.flows.forget_receivers import forget_receivers
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.looks import looks_today
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.looks import ExportsUsedUp, LooksUsedUp
from zhanggui.orders.states import LookWay
from zhanggui.orders.testing import AT, channel_order, make_orders
from zhanggui.people.testing import make_actor

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=configured.INSTALLED_APPS),
]


@pytest.mark.parametrize(
    ("flow", "way", "refusal"),
    [(show_receivers, LookWay.SHOWN, LooksUsedUp), (export_receivers, LookWay.EXPORTED, ExportsUsedUp)],
)
def test_a_day_ends_where_it_ends(settings, flow, way, refusal):
    settings.RECEIVER_LOOKS_A_DAY = settings.RECEIVER_EXPORTS_A_DAY = 5
    world = make_world()
    order_ids = world.orders(2)
    lead = make_actor("lea", roles=["service_lead"])
    assert lead.user_id
    answers = at_once([partial(flow, order_ids=order_ids, purpose="entrusted", actor=lead, at=AT) for _ in range(6)])
    assert sum(isinstance(answer, refusal) for answer in answers) == 4
    assert looks_today(lead.user_id, way=way, at=AT) == 4


def test_forgetting_and_a_late_version_at_one_moment():
    """Whichever comes first, a forgotten receiver is forgotten."""
    world = make_world()
    orders = [channel_order(skus=[world.skus[0].code]) for _ in range(6)]
    ids = make_orders(world.shop, orders)
    Order.objects.update(state="completed")
    late = [replace(one, modified_at=AT, state=ChannelState.COMPLETED, seller_flag=2, raw=b"late") for one in orders]
    at_once(
        [
            partial(forget_receivers, order_ids=ids, **BY),
            partial(import_orders, shop_id=world.shop.pk, orders=late, **BY),
        ]
    )
    assert {receiver.name for receiver in receivers_of(ids).values()} == {""}
    assert set(Order.objects.values_list("seller_flag", flat=True)) == {2}
