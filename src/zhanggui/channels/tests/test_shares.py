"""Shops share one stock: what each may show, and that nobody shows more than there is without saying so."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection

from zhanggui.catalog.testing import make_skus
from zhanggui.channels.flows.limit_listings import ListingOverlaps, limit_listings
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.set_shares import ShareBeyond, ShareDraft, SharesOverlap, set_shares
from zhanggui.channels.models import ShopListing, StockShare
from zhanggui.channels.rules import ShareRule, choose_offer
from zhanggui.channels.testing import ACTOR
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.testing import make_shop

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY: Any = {"actor": ACTOR, "at": AT}


@pytest.mark.parametrize(
    ("available", "rule", "shows"),
    [
        (100, ShareRule(100), 100),
        (100, ShareRule(30), 30),
        (100, ShareRule(30, safety=10), 27),
        (100, ShareRule(33, safety=1), 32),  # ⌊99 × 0.33⌋
        (100, ShareRule(100, cap=20), 20),
        (5, ShareRule(100, end_mark=5), 0),
        (6, ShareRule(100, end_mark=5), 6),
        (5, ShareRule(100, safety=9), 0),
        (0, ShareRule(100), 0),
        (50, ShareRule(0), 0),
    ],
)
def test_a_share_of_what_can_be_sold(available, rule, shows):
    assert choose_offer(available, rule, unknown=False, shown=None) == shows


def test_what_is_not_known_is_not_raised_and_what_is_frozen_is_nothing():
    assert choose_offer(100, ShareRule(100), unknown=True, shown=40) == 40
    assert choose_offer(30, ShareRule(100), unknown=True, shown=40) == 30
    assert choose_offer(100, ShareRule(100), frozen=True, unknown=False, shown=40) == 0


def test_shares_of_all_shops_are_of_one_whole_unless_somebody_agrees():
    one, two = make_shop().pk, make_shop().pk
    assert set_shares(shares=[ShareDraft(one, True, 70)], **BY).done == [one]
    refusal = set_shares(shares=[ShareDraft(two, True, 40)], **BY).refused[two]
    assert isinstance(refusal, SharesOverlap)
    assert (refusal.data["total"], refusal.data["left"]) == (110, 30)
    assert set_shares(shares=[ShareDraft(two, True, 40, may_overlap=True)], **BY).done == [two]
    assert StockShare.objects.get(shop_id=two).overlap_by == ACTOR.name
    assert isinstance(set_shares(shares=[ShareDraft(one, True, 101)], **BY).refused[one], ShareBeyond)


def test_the_database_refuses_more_than_the_whole():
    for ratio in (60, 41):
        StockShare.objects.create(shop=make_shop(), ratio=ratio)
    with pytest.raises(IntegrityError, match="more than 100 per cent"):
        connection.check_constraints()


def test_a_shop_linked_later_gets_what_others_leave():
    shops = [make_shop(channel="taobao") for _ in range(2)]
    for shop in shops:
        link_shops(links=[LinkDraft(shop.pk, {}, {}, AT)], **BY).one()
    assert list(StockShare.objects.order_by("shop_id").values_list("ratio", "is_published")) == [
        (100, False),
        (0, False),
    ]


def test_a_listing_has_words_of_its_own():
    shop, (sku,) = make_shop(), make_skus(1)
    make_stock(make_warehouse("W"), {sku.pk: 50})
    set_shares(shares=[ShareDraft(shop.pk, True, 60)], **BY).one()
    own = ShopListing.objects.create(shop=shop, listing="1", sku_code=sku.code, sku=sku, seen_at=AT)
    limit_listings(listing_ids=[own.pk], cap=7, **BY).one()
    own.refresh_from_db()
    assert own.wanted == 7
    assert isinstance(limit_listings(listing_ids=[own.pk], ratio=80, **BY).refused[own.pk], ListingOverlaps)
    limit_listings(listing_ids=[own.pk], ratio=80, may_overlap=True, **BY).one()
    own.refresh_from_db()
    assert (own.wanted, own.cap, own.overlap_by) == (40, None, ACTOR.name)


def test_listings_of_one_sku_share_what_their_shop_shows_unless_somebody_agreed():
    shop, (sku,) = make_shop(), make_skus(1)
    make_stock(make_warehouse("W"), {sku.pk: 51})
    set_shares(shares=[ShareDraft(shop.pk, True, 100)], **BY).one()
    kept = {"shop": shop, "sku_code": sku.code, "sku": sku, "seen_at": AT}
    for listing in ("1", "2"):
        ShopListing.objects.create(listing=listing, **kept)
    ShopListing.objects.create(listing="3", is_on_sale=False, **kept)
    set_shares(shares=[ShareDraft(shop.pk, True, 100)], **BY).one()
    shown = ShopListing.objects.filter(is_on_sale=True)
    assert list(shown.values_list("wanted", flat=True)) == [25, 25]
    one = shown.order_by("pk")[0]
    limit_listings(listing_ids=[one.pk], may_overlap=True, **BY).one()
    assert list(shown.order_by("pk").values_list("wanted", flat=True)) == [51, 25]
    set_shares(shares=[ShareDraft(shop.pk, True, 100, may_overlap=True)], **BY).one()
    assert list(shown.order_by("pk").values_list("wanted", flat=True)) == [51, 51]
