"""No platform shows more than there is because an answer came late, a shop was not read, or a share became smaller."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhanggui.catalog.models import BundlePart, Product, Sku
from zhanggui.channels.flows.freeze_listings import freeze_listings
from zhanggui.channels.flows.limit_listings import limit_listings
from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.publish_stock import publish_stock
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.models import HourTrouble, ShopLink, ShopListing
from zhanggui.channels.offers import mark_refused, shops_to_tell, take_due
from zhanggui.channels.speaking import record_trouble
from zhanggui.channels.testing import ACTOR
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel_refusals import ChannelRefused, ChannelThrottled
from zhanggui.orders.testing import make_shop

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
CODE = "TS-BLK-M"
LONG_AGO = timedelta(minutes=11)
REFUSED = ChannelRefused(channel="Taobao", sentence="no", reason="isv.x")


@pytest.fixture
def shelf(link, place):
    """Twelve pieces, and a shop that shows all of them once it is told."""
    sku = Sku.objects.create(product=Product.objects.create(code="P", name="Goods"), code=CODE, weight_g=100)
    make_stock(make_warehouse("W1"), {sku.pk: 14})
    set_shares(shares=[ShareDraft(link.shop_id, True, 100)], actor=ACTOR, at=timezone.now()).one()
    place(1, lines=[{"code": CODE, "num": 2}])
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    match_shops(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    return sku


def publish(link, at=None):
    at = at or timezone.now()
    weigh_listings(actor=ACTOR, at=at)
    return publish_stock(shop_ids=[link.shop_id], actor=ACTOR, at=at)


def offered(served) -> int:
    (stock,) = (each.stock for each in served.simulator.catalogue.all() if each.outer_id == CODE)
    return stock


def listing() -> ShopListing:
    return ShopListing.objects.get(sku_code=CODE)


def more(sku, pieces):
    make_stock(make_warehouse(f"M{pieces}"), {sku.pk: pieces})


def other_shop_of(sku, **details) -> ShopLink:
    """Another shop sells the SKU, and nobody has read its orders for a while."""
    shop, at = make_shop(channel="taobao"), timezone.now()
    ShopListing.objects.create(shop=shop, listing="8:8", sku_code="x", sku=sku, seen_at=at, **details)
    return ShopLink.objects.create(shop=shop, secrets=b"", covered_to=at - LONG_AGO)


def test_a_refusal_of_an_old_number_does_not_keep_a_newer_one_waiting(shelf, link, served):
    """While a call is on the way the goods are frozen; the platform refuses the old number. The new one is told."""
    at = timezone.now()
    (late,) = take_due(link.shop_id, at=at)
    freeze_listings(listing_ids=[late.id], actor=ACTOR, at=at)
    mark_refused(link.shop_id, [(late, REFUSED)], actor=ACTOR, at=at)
    publish(link, at)
    assert (offered(served), listing().told) == (0, 0)


def test_a_part_is_not_raised_while_a_shop_that_sells_its_bundle_was_not_read(shelf, link, served):
    publish(link)
    bundle = Sku.objects.create(product=shelf.product, code="SET", weight_g=200)
    BundlePart.objects.create(bundle=bundle, part=shelf, quantity=2)
    other_shop_of(bundle)
    more(shelf, 9)
    publish(link)
    assert offered(served) == 12


def test_a_bundle_is_not_raised_while_a_shop_that_sells_its_part_was_not_read(shelf, link):
    bundle = Sku.objects.create(product=shelf.product, code="SET", weight_g=200)
    BundlePart.objects.create(bundle=bundle, part=shelf, quantity=2)
    at = timezone.now()
    own = ShopListing.objects.create(
        shop_id=link.shop_id, listing="7:7", sku_code="SET", sku=bundle, seen_at=at, told=1, wanted=1
    )
    other_shop_of(shelf)
    weigh_listings(shop_ids=[link.shop_id], actor=ACTOR, at=at)
    own.refresh_from_db()
    assert own.wanted == 1


def test_a_number_never_told_is_not_told_before_the_shop_is_read(shelf, link, served):
    ShopLink.objects.update(covered_to=timezone.now() - LONG_AGO)
    before = offered(served)
    publish(link)
    assert (offered(served), listing().told) == (before, None)
    ShopLink.objects.update(covered_to=timezone.now())
    publish(link)
    assert offered(served) == 12


def test_what_a_platform_lists_itself_is_not_raised_while_it_is_not_known(shelf, link):
    ShopListing.objects.update(wanted=None, shown=3)
    other_shop_of(shelf)
    weigh_listings(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert listing().wanted == 3


def test_a_shop_resumed_after_days_is_read_before_its_numbers_rise(shelf, link, served):
    publish(link)
    more(shelf, 9)
    weigh_listings(actor=ACTOR, at=timezone.now())
    assert listing().wanted == 21
    pause_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    ShopLink.objects.update(covered_to=timezone.now() - timedelta(days=2))
    resume_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert shops_to_tell(at=timezone.now()) == []
    publish(link)
    assert offered(served) == 12
    freeze_listings(listing_ids=[listing().pk], actor=ACTOR, at=timezone.now())
    publish(link)
    assert offered(served) == 0


def test_a_listing_of_its_own_share_shows_no_more_than_its_shop_unless_somebody_agreed(shelf, link):
    own = [listing().pk]
    limit_listings(listing_ids=own, ratio=80, actor=ACTOR, at=timezone.now()).one()
    set_shares(shares=[ShareDraft(link.shop_id, True, 50)], actor=ACTOR, at=timezone.now()).one()
    assert listing().wanted == 6
    limit_listings(listing_ids=own, ratio=100, may_overlap=True, actor=ACTOR, at=timezone.now()).one()
    assert listing().wanted == 12


def test_what_a_connector_says_nothing_of_is_not_asked_without_end(shelf, link, impatient_taobao, monkeypatch):
    monkeypatch.setattr(impatient_taobao, "write_stock", lambda account, *, offers: iter(()))
    publish(link)
    assert listing().failing_since is not None
    assert shops_to_tell(at=timezone.now()) == []


def test_a_listing_that_sells_is_on_sale(shelf, link, place):
    ShopListing.objects.update(is_on_sale=False, seen_at=timezone.now() - timedelta(hours=2))
    match_shops(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert listing().is_on_sale


def test_words_a_database_cannot_hold_are_on_record_without_them(link):
    record_trouble(link, ChannelRefused(channel="T", sentence="a\0b", reason="c"), actor=ACTOR, at=timezone.now())
    assert "ab" in HourTrouble.objects.get().sentence
    endless = ChannelThrottled(channel="T", seconds=10**12)
    record_trouble(link, endless, actor=ACTOR, at=timezone.now())
    assert ShopLink.objects.filter(wait_until__lte=timezone.now() + timedelta(days=1)).exists()


def test_what_is_to_be_told_is_found_without_reading_every_listing(link):
    """It is asked every second, and most listings have nothing to tell."""
    many = [
        ShopListing(shop_id=link.shop_id, listing=str(nth), seen_at=timezone.now(), wanted=1, told=1)
        for nth in range(3000)
    ]
    ShopListing.objects.bulk_create(many)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE channels_shoplisting")
        with CaptureQueriesContext(connection) as asked:
            shops_to_tell(at=timezone.now())
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        plan = "\n".join(row for (row,) in cursor)
    assert "shop_listing_untold" in plan
    assert "shop_listing_flying" in plan
    assert "Seq Scan on channels_shoplisting" not in plan
