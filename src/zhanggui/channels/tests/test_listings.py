"""Listings mean SKUs: by code, by barcode, by a clerk, by what their words suggest; orders know it at once."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.catalog.models import Barcode, Product, Sku
from zhanggui.channels.flows.accept_suggestions import ListingMatched, NothingSuggested, accept_suggestions
from zhanggui.channels.flows.match_listings import ListingHasCode, match_listings
from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.matching import keep_listings
from zhanggui.channels.models import ShopListing
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.doors.channel_abilities import Listing
from zhanggui.orders.flows.bind_lines import SkuCodeUnknown
from zhanggui.orders.flows.bind_listings import Bound, ListingUnnamed, bind_listings
from zhanggui.orders.models import OrderLine
from zhanggui.orders.testing import channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY: Any = {"actor": ACTOR, "at": AT}


def make_sku(code, name, spec="", barcode=""):
    sku = Sku.objects.create(product=Product.objects.create(code=code, name=name), code=code, spec=spec)
    if barcode:
        Barcode.objects.create(code=barcode, sku=sku)
    return sku


@pytest.fixture
def shop(db):
    return make_shop()


def listed(shop, *listings):
    keep_listings(shop.pk, listings, at=AT)
    match_shops(shop_ids=[shop.pk], **BY).one()
    return {one.listing: one for one in ShopListing.objects.select_related("sku")}


def test_a_listing_means_the_sku_of_its_code_else_of_its_barcode(shop):
    mug, cap = make_sku("MUG", "Mug"), make_sku("CAP", "Cap", barcode="6901234567892")
    found = listed(
        shop,
        Listing("1", "MUG", "Mug, white"),
        Listing("2", "", "Cap, red", barcode="6901234567892"),
        Listing("3", "nobody-knows", "Sock"),
    )
    assert {key: (one.sku, one.matched_by) for key, one in found.items()} == {
        "1": (mug, "code"),
        "2": (cap, "barcode"),
        "3": (None, "nobody"),
    }


def test_what_a_platform_does_not_name_stays_and_what_it_names_again_is_news(shop):
    listed(shop, Listing("1", "a", "A"), Listing("2", "b", "B"))
    found = listed(shop, Listing("1", "a", "A, now blue", is_on_sale=False))
    assert (found["1"].title, found["1"].is_on_sale, found["2"].is_on_sale) == ("A, now blue", False, True)


def test_listings_that_only_orders_name_are_known(shop):
    make_orders(shop, [channel_order(skus=["x"])])
    OrderLine.objects.update(listing="77:8")
    match_shops(shop_ids=[shop.pk], **BY).one()
    assert ShopListing.objects.values_list("listing", "sku_code").get() == ("77:8", "x")


def test_orders_wait_for_a_sku_until_a_clerk_says_what_their_listing_means(shop):
    order_ids = make_orders(shop, [channel_order(skus=["theirs"]), channel_order(skus=["theirs"])])
    sku = make_sku("OURS", "Mug")
    listing = listed(shop, Listing("1", "theirs", "Mug"))["1"]
    assert match_listings(listing_ids=[listing.pk], code="OURS", **BY).done == [listing.pk]
    assert set(OrderLine.objects.filter(order_id__in=order_ids).values_list("sku", flat=True)) == {sku.pk}
    later = make_orders(shop, [channel_order(skus=["theirs"])])
    assert OrderLine.objects.get(order_id__in=later).sku == sku
    listing.refresh_from_db()
    assert (listing.sku, listing.matched_by) == (sku, "hand")


def test_a_barcode_tells_orders_too(shop):
    make_orders(shop, [channel_order(skus=["theirs"])])
    sku = make_sku("OURS", "Mug", barcode="690")
    listed(shop, Listing("1", "theirs", "Mug", barcode="690"))
    assert OrderLine.objects.get().sku == sku


def test_what_a_clerk_said_outlasts_the_next_reading_and_a_code_outlasts_the_clerk(shop):
    mug, cap = make_sku("MUG", "Mug"), make_sku("CAP", "Cap")
    found = listed(shop, Listing("1", "MUG", "Mug"), Listing("2", "", "Cap"))
    match_listings(listing_ids=[found["2"].pk], code="CAP", **BY).one()
    refused = match_listings(listing_ids=[found["1"].pk, 0], code="CAP", **BY).refused
    assert isinstance(refused[found["1"].pk], ListingHasCode)
    assert len(refused) == 2
    found = listed(shop, Listing("1", "MUG", "Mug"), Listing("2", "", "Cap"))
    assert (found["1"].sku, found["2"].sku) == (mug, cap)
    assert isinstance(
        match_listings(listing_ids=[found["2"].pk], code="none", **BY).refused[found["2"].pk], SkuCodeUnknown
    )


def test_words_suggest_a_sku_where_only_one_is_that_alike(shop):
    shirt = make_sku("TS-L", "纯棉圆领短袖T恤", "黑色 L")
    make_sku("TS-M", "纯棉圆领短袖T恤", "黑色 M")
    mug = make_sku("MUG", "陶瓷马克杯 350ml", "白色")
    found = listed(
        shop,
        Listing("1", "", "纯棉圆领短袖T恤 男女同款", "黑色 L"),
        Listing("2", "", "陶瓷 马克杯 350ML", "白色"),
        Listing("3", "", "纯棉圆领短袖T恤"),
        Listing("4", "", "蓝牙耳机"),
    )
    outcome = accept_suggestions(listing_ids=[one.pk for one in found.values()], **BY)
    assert set(outcome.done) == {found["1"].pk, found["2"].pk}
    assert {type(refusal) for refusal in outcome.refused.values()} == {NothingSuggested}
    found = {one.listing: one for one in ShopListing.objects.select_related("sku")}
    assert (found["1"].sku, found["2"].sku, found["3"].sku) == (shirt, mug, None)
    again = accept_suggestions(listing_ids=[found["1"].pk], **BY)
    assert isinstance(again.refused[found["1"].pk], ListingMatched)


def test_bindings_name_a_code_or_a_listing(shop):
    sku = make_sku("OURS", "Mug")
    nameless, unknown = Bound(shop.pk, "", "", "OURS"), Bound(shop.pk, "x", "", "none")
    outcome = bind_listings(
        bindings=[nameless, unknown, Bound(shop.pk, "", "9:9", "OURS"), Bound(0, "x", "", "OURS")], **BY
    )
    assert outcome.done == [f"{shop.pk}:9:9"]
    assert {type(refusal) for refusal in outcome.refused.values()} >= {ListingUnnamed, SkuCodeUnknown}
    make_orders(shop, [channel_order(skus=[""])])
    OrderLine.objects.update(listing="9:9")
    bind_listings(bindings=[Bound(shop.pk, "", "9:9", "OURS")], **BY).one()
    assert OrderLine.objects.get().sku == sku


def test_a_listing_the_database_does_not_take_is_named_and_the_others_are_here(shop):
    bad = Listing("2", "b", "B", price=Decimal(10) ** 12)
    (refusal,) = keep_listings(shop.pk, [Listing("1", "a", "A", quantity=-3), bad, Listing("3", "c", "C")], at=AT)
    assert (refusal.code(), refusal.data["listing"]) == ("listing_unstorable", "2")
    assert dict(ShopListing.objects.values_list("listing", "shown")) == {"1": 0, "3": None}
