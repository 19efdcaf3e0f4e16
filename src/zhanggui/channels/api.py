"""Links to platforms in the public API. Pulling and telling speak to the network, so they are jobs and not here."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.channels.flows.accept_suggestions import accept_suggestions
from zhanggui.channels.flows.ask_audits import ask_audits
from zhanggui.channels.flows.freeze_listings import freeze_listings
from zhanggui.channels.flows.limit_listings import limit_listings
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.match_listings import match_listings
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.price_listings import price_listings
from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.flows.settle_notices import settle_notices
from zhanggui.channels.flows.thaw_listings import thaw_listings
from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, Moment, SignedAmount, flow_operation, run

router = Router(tags=["channels"])

MOST = 200
Secret = Annotated[str, Field(max_length=4000)]
Named = Annotated[dict[Annotated[str, Field(max_length=64)], Secret], Field(max_length=40)]


class LinkIn(Asked):
    shop_id: Id
    settings: Named = {}
    secrets: Annotated[Named, Field(description="Sealed, and never shown again.")] = {}
    covered_to: Annotated[Moment, Field(description="Orders changed since then are pulled.")]
    expires_at: Moment | None = None


class LinkShops(Asked):
    links: Annotated[list[LinkIn], Field(min_length=1, max_length=MOST)]


class RenewalIn(Asked):
    shop_id: Id
    secrets: Named
    expires_at: Moment | None = None


class RenewLinks(Asked):
    links: Annotated[list[RenewalIn], Field(min_length=1, max_length=MOST)]


class ShopSet(Asked):
    shop_ids: Ids


class AskAudits(ShopSet):
    since: Moment
    until: Annotated[Moment, Field(description="The whole hours until then that can be audited; at most 31 days.")]


class RetryNotices(Asked):
    notice_ids: Ids


class SettleNotices(Asked):
    notice_ids: Ids


class ListingSet(Asked):
    listing_ids: Ids


class MatchListings(ListingSet):
    code: Annotated[str, Field(min_length=1, max_length=64, description="The merchant code of the SKU they mean.")]


class FreezeListings(ListingSet):
    reason: Annotated[str, Field(max_length=200)] = ""


Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Pieces = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]


class LimitListings(ListingSet):
    """Words of their own; those left out are their shop's."""

    ratio: Percent | None = None
    safety: Pieces | None = None
    cap: Pieces | None = None
    end_mark: Pieces | None = None
    may_overlap: Flag = False


class PriceListings(ListingSet):
    """Either the new price, or by how many per cent each changes."""

    price: Amount | None = None
    percent: Annotated[SignedAmount, Field(ge=-99, le=900)] | None = None
    may_leap: Annotated[Flag, Field(description="Changes of more than half are meant.")] = False


class ShareIn(Asked):
    shop_id: Id
    is_published: Annotated[Flag, Field(description="The platform is told; without it only the preview.")]
    ratio: Annotated[Percent, Field(description="Per cent of what can be sold.")]
    safety: Pieces = 0
    cap: Pieces | None = None
    end_mark: Pieces = 0
    may_overlap: Flag = False


class SetShares(Asked):
    shares: Annotated[list[ShareIn], Field(min_length=1, max_length=MOST)]


class PauseLinks(ShopSet):
    reason: Annotated[str, Field(max_length=200)] = ""


@flow_operation(router, link_shops)
def link_shops_endpoint(request: HttpRequest, asked: LinkShops) -> Answered:
    links = [LinkDraft(**each.model_dump()) for each in asked.links]
    return run(link_shops, request, links=links)


@flow_operation(router, renew_links)
def renew_links_endpoint(request: HttpRequest, asked: RenewLinks) -> Answered:
    links = [LinkRenewal(**each.model_dump()) for each in asked.links]
    return run(renew_links, request, links=links)


@flow_operation(router, pause_links)
def pause_links_endpoint(request: HttpRequest, asked: PauseLinks) -> Answered:
    return run(pause_links, request, **asked.model_dump())


@flow_operation(router, resume_links)
def resume_links_endpoint(request: HttpRequest, asked: ShopSet) -> Answered:
    return run(resume_links, request, shop_ids=asked.shop_ids)


@flow_operation(router, ask_audits)
def ask_audits_endpoint(request: HttpRequest, asked: AskAudits) -> Answered:
    return run(ask_audits, request, **asked.model_dump())


@flow_operation(router, retry_notices)
def retry_notices_endpoint(request: HttpRequest, asked: RetryNotices) -> Answered:
    return run(retry_notices, request, notice_ids=asked.notice_ids)


@flow_operation(router, settle_notices)
def settle_notices_endpoint(request: HttpRequest, asked: SettleNotices) -> Answered:
    return run(settle_notices, request, notice_ids=asked.notice_ids)


@flow_operation(router, match_listings)
def match_listings_endpoint(request: HttpRequest, asked: MatchListings) -> Answered:
    return run(match_listings, request, **asked.model_dump())


@flow_operation(router, accept_suggestions)
def accept_suggestions_endpoint(request: HttpRequest, asked: ListingSet) -> Answered:
    return run(accept_suggestions, request, listing_ids=asked.listing_ids)


@flow_operation(router, freeze_listings)
def freeze_listings_endpoint(request: HttpRequest, asked: FreezeListings) -> Answered:
    return run(freeze_listings, request, **asked.model_dump())


@flow_operation(router, price_listings)
def price_listings_endpoint(request: HttpRequest, asked: PriceListings) -> Answered:
    return run(price_listings, request, **asked.model_dump())


@flow_operation(router, thaw_listings)
def thaw_listings_endpoint(request: HttpRequest, asked: ListingSet) -> Answered:
    return run(thaw_listings, request, listing_ids=asked.listing_ids)


@flow_operation(router, limit_listings)
def limit_listings_endpoint(request: HttpRequest, asked: LimitListings) -> Answered:
    return run(limit_listings, request, **asked.model_dump())


@flow_operation(router, set_shares)
def set_shares_endpoint(request: HttpRequest, asked: SetShares) -> Answered:
    return run(set_shares, request, shares=[ShareDraft(**each.model_dump()) for each in asked.shares])
