"""Platforms offer what is free, are told only what changed, at once, and a late answer never has the last word."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.catalog.models import Product, Sku
from zhanggui.channels.desks import publish_now
from zhanggui.channels.flows.freeze_listings import freeze_listings
from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.flows.publish_stock import publish_stock
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.flows.thaw_listings import thaw_listings
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.jobs import publish_shop, weigh_changed
from zhanggui.channels.models import ShopLink, ShopListing, StockChange
from zhanggui.channels.offers import FLIGHT, UNHEARD_SOONEST, mark_told, shops_to_tell, take_due
from zhanggui.channels.testing import ACTOR
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel_refusals import ChannelDown
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.models import Order, OrderLine

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
STOCK = "taobao.skus.quantity.update"
CODE = "TS-BLK-M"


@pytest.fixture
def shelf(link, place):
    """Twelve pieces in each of two warehouses, an order of two that nobody has claimed, and a shop that shows all."""
    sku = Sku.objects.create(product=Product.objects.create(code="P", name="Goods"), code=CODE, weight_g=100)
    for code in ("W1", "W2"):
        make_stock(make_warehouse(code), {sku.pk: 12})
    set_shares(shares=[ShareDraft(link.shop_id, True, 100)], actor=ACTOR, at=timezone.now()).one()
    place(1, lines=[{"code": CODE, "num": 2}])
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    match_shops(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    return sku


def publish(link, at=None):
    at = at or timezone.now()
    weigh_listings(actor=ACTOR, at=at)
    return publish_stock(shop_ids=[link.shop_id], actor=ACTOR, at=at)


def calls(served) -> int:
    return sum(call["method"] == STOCK for call in served.simulator.log)


def offered(served) -> int:
    (stock,) = (each.stock for each in served.simulator.catalogue.all() if each.outer_id == CODE)
    return stock


def listing() -> ShopListing:
    return ShopListing.objects.get(sku_code=CODE)


def move_stock(sku, pieces):
    make_stock(make_warehouse(f"W{pieces}"), {sku.pk: pieces})


def test_the_platform_offers_what_is_free_in_all_warehouses(shelf, link, served):
    assert publish(link).done == [link.shop_id]
    assert offered(served) == 22
    assert (listing().told, listing().told_version) == (22, listing().version)


def test_what_did_not_change_is_not_told_again(shelf, link, served):
    publish(link)
    publish(link)
    assert calls(served) == 1


def test_nothing_is_told_before_somebody_says_so_and_the_preview_is_there(shelf, link, served):
    set_shares(shares=[ShareDraft(link.shop_id, False, 50, safety=2)], actor=ACTOR, at=timezone.now()).one()
    publish(link)
    assert (calls(served), listing().wanted, listing().told) == (0, 10, None)


def test_whatever_changes_what_can_be_sold_is_weighed_at_once(shelf, link, served, place):
    publish(link)
    move_stock(shelf, 5)
    publish(link)
    assert offered(served) == 27
    (number,) = place(1, lines=[{"code": CODE, "num": 3}])
    ShopLink.objects.update(pulled_at=None)  # so that the pull looks back far enough
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    publish(link)
    assert offered(served) == 24
    order = Order.objects.get(number=number)
    cancel_orders(order_ids=[order.pk], reason="out of print", actor=ACTOR, at=timezone.now())
    publish(link)
    assert offered(served) == 27
    assert not StockChange.objects.exists()


def test_a_platform_that_is_down_is_told_by_the_next_round(shelf, link, served):
    served.simulator.chaos.add("http502", times=1000)
    assert publish(link).done == []
    assert (listing().told, listing().failing_since is None) == (None, False)
    served.simulator.chaos.clear()
    assert shops_to_tell(at=timezone.now()) == [], "it is not asked again within the same second"
    publish(link, timezone.now() + UNHEARD_SOONEST)
    assert (offered(served), listing().failing_since, listing().trouble) == (22, None, "")


def test_what_the_platform_does_not_take_is_on_record_and_asked_again_later(shelf, link, served):
    OrderLine.objects.update(listing="1:2")
    ShopListing.objects.update(listing="1:2")
    assert publish(link).done == [link.shop_id]
    publish(link)
    assert Fact.objects.get(name="channels.stock.refused").data["listing"] == "1:2"
    assert listing().failing_since is not None
    refused, later = calls(served), timezone.now() + timedelta(minutes=11)
    ShopLink.objects.update(covered_to=later)
    publish(link, at=later)
    assert calls(served) > refused


def test_the_clock_and_the_button_ask_for_one_job_per_shop(shelf, link, served):
    weigh_changed(timestamp=0)
    assert publish_now(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done == [link.shop_id]
    assert ProcrastinateJob.objects.filter(task_name="channels.publish_shop", queue_name="stock").count() == 1
    publish_shop(shop_id=link.shop_id)
    assert offered(served) == 22


def test_a_late_answer_does_not_undo_a_newer_one(shelf, link, served):
    at = timezone.now()
    (late,) = take_due(link.shop_id, at=at)
    move_stock(shelf, 6)
    publish(link, at)
    mark_told([late], at=at)
    assert (listing().told, listing().told_version) == (28, listing().version)


def test_a_lost_call_that_may_still_arrive_is_told_over_once_it_cannot(shelf, link, served):
    """A worker is killed while its call is on the way; it lands after the newer number was told."""
    at = timezone.now()
    (lost,) = take_due(link.shop_id, at=at)
    cancel = ShopListing.objects.filter(pk=lost.id)
    cancel.update(frozen_by="")
    freeze_listings(listing_ids=[lost.id], actor=ACTOR, at=at)
    publish(link, at)
    assert offered(served) == 0
    served.simulator.catalogue.set_stock({sku.sku_id: 22 for sku in served.simulator.catalogue.all()})  # it lands
    publish(link, at + timedelta(seconds=1))
    publish(link, at + FLIGHT + timedelta(seconds=1))
    assert offered(served) == 0
    told = calls(served)
    publish(link, at + 3 * FLIGHT)
    assert calls(served) == told


def test_a_call_whose_answer_is_lost_is_made_again(shelf, link, served, monkeypatch):
    at = timezone.now()
    served.simulator.chaos.add("drop_after", method=STOCK, times=4)
    assert isinstance(publish(link, at).refused[link.shop_id], ChannelDown)
    publish(link, at + UNHEARD_SOONEST)
    assert (offered(served), listing().told) == (22, 22)


def test_what_is_frozen_shows_nothing_until_it_is_thawed(shelf, link, served):
    publish(link)
    freeze_listings(listing_ids=[listing().pk], reason="recall", actor=ACTOR, at=timezone.now()).one()
    publish(link)
    assert offered(served) == 0
    move_stock(shelf, 7)
    publish(link)
    assert offered(served) == 0
    thaw_listings(listing_ids=[listing().pk], actor=ACTOR, at=timezone.now()).one()
    publish(link)
    assert offered(served) == 29


def test_nothing_is_raised_while_a_shop_that_sells_it_was_not_read(shelf, link, served):
    publish(link)
    ShopLink.objects.update(covered_to=timezone.now() - timedelta(minutes=11))
    move_stock(shelf, 9)
    publish(link)
    assert offered(served) == 22
    Order.objects.update(state="cancelled")
    OrderLine.objects.update(ordered=20)
    Order.objects.update(state="to_review")
    publish(link)
    assert offered(served) == 13
    ShopLink.objects.update(covered_to=timezone.now())
    match_shops(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    OrderLine.objects.update(ordered=2)
    publish(link)
    assert offered(served) == 31


def test_numbers_that_fall_are_told_before_those_that_rise(shelf, link, served):
    publish(link)
    at = timezone.now()
    own = listing()
    rising = ShopListing.objects.create(
        shop_id=link.shop_id,
        listing="9:9",
        sku_code="other",
        sku=own.sku,
        seen_at=at,
        told=1,
        told_version=1,
        version=1,
    )
    ShopListing.objects.filter(pk=rising.pk).update(wanted=5, version=2)
    ShopListing.objects.filter(pk=own.pk).update(wanted=3, version=own.version + 9)
    assert [due.id for due in take_due(link.shop_id, at=at)] == [own.pk, rising.pk]
