"""The black list: on and off, by page and by flow."""

from typing import Any

import pytest
from django.test import Client

from zhanggui.orders.flows.block_buyers import BuyerBlock, block_buyers
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.unblock_buyers import unblock_buyers
from zhanggui.orders.models import BlockedBuyer
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def lead():
    client = Client()
    client.force_login(make_user("lea", roles=["service_lead"]))
    return client


def test_a_buyer_is_blocked_once_and_unblocked():
    block_buyers(buyers=[BuyerBlock("tb1", "never pays"), BuyerBlock("tb2")], **BY)
    block_buyers(buyers=[BuyerBlock("tb2", "rude")], **BY)
    assert dict(BlockedBuyer.objects.values_list("buyer", "note")) == {"tb1": "never pays", "tb2": "rude"}
    ids = list(BlockedBuyer.objects.values_list("pk", flat=True))
    assert set(unblock_buyers(buyer_ids=[*ids, 999], **BY).refused) == {999}
    assert not BlockedBuyer.objects.exists()


def test_a_name_behind_stars_is_not_listed_and_blocks_nobody(lead, desk):
    outcome = block_buyers(buyers=[BuyerBlock("t**8"), BuyerBlock("tb1")], **BY)
    assert (outcome.done, outcome.refused["t**8"].code()) == (["tb1"], "buyer_hidden")
    page = lead.post("/orders/blocked-buyers/add", {"buyers": "t**8\ntb2"})
    assert (page.status_code, "t**8" in page.content.decode()) == (422, True)
    assert set(BlockedBuyer.objects.values_list("buyer", flat=True)) == {"tb1", "tb2"}
    BlockedBuyer.objects.create(buyer="t**8")  # listed before
    masked, whole = desk.order(buyer="t**8"), desk.order(buyer="tb1")
    assert review_orders(order_ids=[masked, whole], **BY).done == [masked]


def test_pages_take_one_a_line(lead):
    assert lead.get("/orders/blocked-buyers/add").status_code == 200
    assert lead.post("/orders/blocked-buyers/add", {"buyers": "tb1\ntb2\n", "note": "x"}).status_code == 302
    assert BlockedBuyer.objects.count() == 2
    assert lead.post("/orders/blocked-buyers/add", {"buyers": "a b"}).status_code == 422


def test_who_only_sells_may_not_block():
    client = Client()
    client.force_login(make_user("pre", roles=["presale"]))
    assert client.get("/orders/blocked-buyers/add").status_code == 403
