"""A purchase order is approved, sent back, ended and received by several at once: it stands where one left it."""

from functools import partial

import pytest
from django.conf import settings
from django.db.models import F

from tests.races.at_once import at_once
from tests.world import make_world
from zhanggui.kernel.models import Fact
from zhanggui.parties.testing import AT
from zhanggui.purchasing.flows.approve_purchases import approve_purchases
from zhanggui.purchasing.flows.count_receipts import count_receipts
from zhanggui.purchasing.flows.end_purchases import end_purchases
from zhanggui.purchasing.flows.send_back_purchases import send_back_purchases
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.states import PurchaseState
from zhanggui.purchasing.testing import BUYER, LEAD, make_purchase

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_an_order_is_approved_or_sent_back_never_both():
    world = make_world(skus=1, pieces=0)
    order = make_purchase(world.warehouse, world.skus, state=PurchaseState.TO_APPROVE)
    assert order.state == PurchaseState.TO_APPROVE
    approving = [partial(approve_purchases, purchase_ids=[order.pk], actor=LEAD, at=AT)] * 3
    returning = [partial(send_back_purchases, purchase_ids=[order.pk], reason="too dear", actor=LEAD, at=AT)] * 3
    at_once(approving + returning)
    order.refresh_from_db()
    told = Fact.objects.filter(name__in=["purchasing.purchase.approved", "purchasing.purchase.sent_back"])
    assert told.count() == 1
    assert order.state in {PurchaseState.APPROVED, PurchaseState.DRAFT}


def test_goods_counted_while_the_order_is_ended_are_neither_lost_nor_awaited():
    world = make_world(skus=1, pieces=0)
    order = make_purchase(world.warehouse, world.skus, pieces=10)
    line = order.lines.get()
    counting = [partial(count_receipts, received={line.pk: 4}, actor=BUYER, at=AT)] * 4
    ending = [partial(end_purchases, purchase_ids=[order.pk], reason="no more", actor=BUYER, at=AT)] * 2
    at_once(counting + ending)
    order.refresh_from_db()
    line.refresh_from_db()
    assert line.received in {0, 4, 8}
    assert order.state == (PurchaseState.CLOSED if line.received else PurchaseState.CANCELLED)
    assert line.received + line.cancelled == line.ordered
    assert not PurchaseLine.objects.filter(received__gt=F("ordered") + F("over")).exists()
    assert PurchaseOrder.objects.count() == 1
