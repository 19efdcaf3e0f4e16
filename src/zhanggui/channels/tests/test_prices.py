"""Prices change where buyers see them: asked for here, told by a job, a refusal beside the listing it is about."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.flows.price_listings import (
    NoPricesTaken,
    PriceAsItIs,
    PriceLeaps,
    PriceOrPercent,
    PriceUnknown,
    price_listings,
)
from zhanggui.channels.flows.read_listings import read_listings
from zhanggui.channels.flows.tell_prices import tell_prices
from zhanggui.channels.jobs import tell_asked_prices
from zhanggui.channels.models import ShopLink, ShopListing
from zhanggui.channels.offers import shops_with_prices
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import make_shop

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
CODE = "TS-BLK-M"


@pytest.fixture
def listing(link):
    read_listings(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).one()
    match_shops(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    return ShopListing.objects.get(sku_code=CODE)


def ask(*listings, **asked):
    return price_listings(listing_ids=[one.pk for one in listings], actor=ACTOR, at=timezone.now(), **asked)


def tell(link):
    return tell_prices(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())


def costs_there(link) -> Decimal | None:
    read_listings(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).one()
    return ShopListing.objects.get(sku_code=CODE).price


def test_a_price_is_asked_for_and_told(listing, link):
    ask(listing, percent=Decimal(-10)).one()
    listing.refresh_from_db()
    assert listing.price_wanted == (listing.price * Decimal("0.9")).quantize(Decimal("0.01"))
    wanted, before = listing.price_wanted, listing.price
    assert costs_there(link) == before, "asking tells nobody"
    tell_asked_prices(ids=[listing.pk])
    assert costs_there(link) == wanted
    listing.refresh_from_db()
    assert (listing.price, listing.price_wanted, listing.price_by) == (wanted, None, ACTOR.name)
    assert shops_with_prices(at=timezone.now()) == []


def test_slips_of_the_finger_are_refused(listing):
    with pytest.raises(PriceOrPercent):
        ask(listing)
    assert isinstance(ask(listing, price=listing.price).refused[listing.pk], PriceAsItIs)
    assert isinstance(ask(listing, price=listing.price * 10).refused[listing.pk], PriceLeaps)
    assert isinstance(ask(listing, percent=Decimal(-51)).refused[listing.pk], PriceLeaps)
    ask(listing, price=listing.price * 10, may_leap=True).one()
    unpriced = ShopListing.objects.create(shop=listing.shop, listing="9", sku_code="X", seen_at=timezone.now())
    assert isinstance(ask(unpriced, percent=Decimal(5)).refused[unpriced.pk], PriceUnknown)
    files = ShopListing.objects.create(shop=make_shop(channel="files"), listing="9", seen_at=timezone.now())
    assert isinstance(ask(files, price=Decimal(5)).refused[files.pk], NoPricesTaken)


def test_a_price_a_platform_does_not_take_waits_for_a_person(listing, link):
    gone = ShopListing.objects.create(shop=listing.shop, listing="404404", sku_code="GONE", seen_at=timezone.now())
    assert not ask(gone, listing, price=listing.price + 1).refused
    tell(link)
    gone.refresh_from_db()
    assert gone.price_trouble
    assert gone.price_wanted == listing.price + 1
    assert costs_there(link) == listing.price + 1
    assert Fact.objects.filter(name="channels.listing.price_refused", subject_id=gone.pk).exists()
    assert shops_with_prices(at=timezone.now()) == [], "it is not told again by itself"
    ask(gone, price=listing.price + 1).one()
    assert shops_with_prices(at=timezone.now()) == [link.shop_id]


def test_a_platform_that_is_down_hears_it_later(listing, link, served):
    ask(listing, price=listing.price + 1).one()
    served.simulator.chaos.add("http502", times=1000)
    assert tell(link).done == []
    assert ShopLink.objects.get().trouble
    served.simulator.chaos.clear()
    assert tell(link).done == [link.shop_id]
    assert costs_there(link) == listing.price + 1


def test_a_price_changed_while_it_is_told_is_told_too(listing, link, monkeypatch):
    ask(listing, price=listing.price + 1).one()
    from zhanggui.channels.flows import tell_prices as module

    told = module._mark

    def meanwhile(*args, **kwargs):
        ask(listing, price=listing.price + 2).one()
        told(*args, **kwargs)

    monkeypatch.setattr(module, "_mark", meanwhile)
    tell(link)
    monkeypatch.undo()
    assert shops_with_prices(at=timezone.now()) == [link.shop_id]
    tell(link)
    assert costs_there(link) == listing.price + 2
