"""How to call each flow over shops and notices on a set of any size."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.channels.flows.accept_suggestions import accept_suggestions
from zhanggui.channels.flows.ask_audits import ask_audits
from zhanggui.channels.flows.freeze_listings import freeze_listings
from zhanggui.channels.flows.limit_listings import limit_listings
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.match_listings import match_listings
from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.price_listings import price_listings
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.flows.settle_notices import settle_notices
from zhanggui.channels.flows.take_pushes import take_pushes
from zhanggui.channels.flows.thaw_listings import thaw_listings
from zhanggui.channels.flows.warn_of_told_parcels import warn_of_told_parcels
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.flows.withdraw_notices import withdraw_notices
from zhanggui.channels.models import Notice, ShopListing
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel_abilities import Event, Heard
from zhanggui.kernel.steps import move_to
from zhanggui.orders.testing import make_shop


def link_drafts(n: int) -> list[LinkDraft]:
    shops = [make_shop(channel="taobao") for _ in range(n)]
    secrets = {"app_secret": "s", "session": "x"}
    return [LinkDraft(shop.pk, {"gateway": "http://127.0.0.1:1"}, secrets, BY["at"]) for shop in shops]


def linked_shops(n: int) -> list[int]:
    return link_shops(links=link_drafts(n), **BY).done


def linking(world: World, n: int) -> Call:
    links = link_drafts(n)
    return lambda: link_shops(links=links, **BY)


def pausing(world: World, n: int) -> Call:
    shop_ids = linked_shops(n)
    return lambda: pause_links(shop_ids=shop_ids, **BY)


def resuming(world: World, n: int) -> Call:
    shop_ids = linked_shops(n)
    pause_links(shop_ids=shop_ids, **BY)
    return lambda: resume_links(shop_ids=shop_ids, **BY)


def renewing(world: World, n: int) -> Call:
    links = [LinkRenewal(shop_id, {"session": "new"}) for shop_id in linked_shops(n)]
    return lambda: renew_links(links=links, **BY)


def asking_audits(world: World, n: int) -> Call:
    shop_ids = linked_shops(n)
    since = BY["at"] - timedelta(hours=5)
    return lambda: ask_audits(shop_ids=shop_ids, since=since, until=BY["at"], **BY)


def noticing(world: World, n: int) -> Call:
    draft = replace(link_drafts(1)[0], shop_id=world.shop.pk)
    type(world.shop).objects.filter(pk=world.shop.pk).update(channel="taobao")
    link_shops(links=[draft], **BY)
    parcel_ids = take_to("shipped", world.orders(n))
    return lambda: queue_notices(parcel_ids=parcel_ids, **BY)


def noticing_again(world: World, n: int) -> Call:
    noticing(world, n)()
    notice_ids = list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    move_to(Notice, notice_ids, NoticeState.REFUSED)
    return lambda: retry_notices(notice_ids=notice_ids, **BY)


def withdrawing(world: World, n: int) -> Call:
    noticing(world, n)()
    parcel_ids = list(Notice.objects.order_by("-pk").values_list("parcel_id", flat=True)[:n])
    take_back_parcels(parcel_ids=parcel_ids, note="wrong pile", **BY)
    return lambda: withdraw_notices(parcel_ids=parcel_ids, **BY)


def told(world: World, n: int) -> list[int]:
    """Parcels that were told, taken back and stopped."""
    noticing(world, n)()
    notices = dict(Notice.objects.order_by("-pk").values_list("pk", "parcel_id")[:n])
    move_to(Notice, list(notices), NoticeState.TOLD, told_at=BY["at"])
    parcel_ids = list(notices.values())
    take_back_parcels(parcel_ids=parcel_ids, note="wrong pile", **BY)
    stop_parcels(parcel_ids=parcel_ids, reason="refund", **BY)
    return parcel_ids


def warning(world: World, n: int) -> Call:
    parcel_ids = told(world, n)
    return lambda: warn_of_told_parcels(parcel_ids=parcel_ids, **BY)


def settling(world: World, n: int) -> Call:
    warn_of_told_parcels(parcel_ids=told(world, n), **BY)
    notice_ids = list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: settle_notices(notice_ids=notice_ids, **BY)


def listings(n: int, *, matched: bool = True) -> list[int]:
    shop = make_shop(channel="taobao")
    skus = make_skus(n)
    made = [
        ShopListing(
            shop=shop, listing=str(nth), sku_code=f"theirs-{nth}", title=f"Ware {sku.code}", seen_at=BY["at"],
            sku=sku if matched else None,
        )
        for nth, sku in enumerate(skus)
    ]  # fmt: skip
    return [one.pk for one in ShopListing.objects.bulk_create(made)]


def weighing(world: World, n: int) -> Call:
    shop_ids = sorted({one.shop_id for _ in range(n) for one in ShopListing.objects.filter(pk__in=listings(1))})
    return lambda: weigh_listings(shop_ids=shop_ids, **BY)


def matching_shops(world: World, n: int) -> Call:
    shop_ids = sorted({one.shop_id for _ in range(n) for one in ShopListing.objects.filter(pk__in=listings(1))})
    return lambda: match_shops(shop_ids=shop_ids, **BY)


def of_listings(flow: Callable[..., Any], *, matched: bool = True, **asked: Any) -> Callable[[World, int], Call]:
    def make(world: World, n: int) -> Call:
        listing_ids = listings(n, matched=matched)
        return lambda: flow(listing_ids=listing_ids, **asked, **BY)

    return make


def matching(world: World, n: int) -> Call:
    listing_ids, (sku,) = listings(n, matched=False), make_skus(1)
    return lambda: match_listings(listing_ids=listing_ids, code=sku.code, **BY)


def accepting(world: World, n: int) -> Call:
    listing_ids = listings(n, matched=False)
    for listing, sku in zip(ShopListing.objects.filter(pk__in=listing_ids), make_skus(n), strict=True):
        sku.product.name = listing.title = f"{uuid4().hex} {sku.code}"
        sku.product.save()
        listing.save()
    return lambda: accept_suggestions(listing_ids=listing_ids, **BY)


def thawing(world: World, n: int) -> Call:
    listing_ids = listings(n)
    freeze_listings(listing_ids=listing_ids, **BY)
    return lambda: thaw_listings(listing_ids=listing_ids, **BY)


def sharing(world: World, n: int) -> Call:
    shares = [ShareDraft(make_shop().pk, True, 1, may_overlap=True) for _ in range(n)]
    return lambda: set_shares(shares=shares, **BY)


def hearing(world: World, n: int) -> Call:
    (shop_id,) = linked_shops(1)
    heard = [Heard([Event(uuid4().hex, (f"N{nth}",))]) for nth in range(n)]
    return lambda: take_pushes(shop_id=shop_id, heard=heard, **BY)


MAKERS: Makers = {
    "take_pushes": hearing,
    "weigh_listings": weighing,
    "match_shops": matching_shops,
    "match_listings": matching,
    "accept_suggestions": accepting,
    "freeze_listings": of_listings(freeze_listings),
    "price_listings": of_listings(partial(price_listings, price=Decimal("12.30"))),
    "thaw_listings": thawing,
    "limit_listings": of_listings(limit_listings, cap=3),
    "set_shares": sharing,
    "link_shops": linking,
    "pause_links": pausing,
    "resume_links": resuming,
    "renew_links": renewing,
    "ask_audits": asking_audits,
    "queue_notices": noticing,
    "retry_notices": noticing_again,
    "withdraw_notices": withdrawing,
    "warn_of_told_parcels": warning,
    "settle_notices": settling,
}
