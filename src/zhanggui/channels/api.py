"""Links to platforms in the public API. Pulling and telling speak to the network, so they are jobs and not here."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.flows.settle_notices import settle_notices
from zhanggui.kernel.api import Answered, Asked, Id, Ids, Moment, flow_operation, run

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


class RetryNotices(Asked):
    notice_ids: Ids


class SettleNotices(Asked):
    notice_ids: Ids


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


@flow_operation(router, retry_notices)
def retry_notices_endpoint(request: HttpRequest, asked: RetryNotices) -> Answered:
    return run(retry_notices, request, notice_ids=asked.notice_ids)


@flow_operation(router, settle_notices)
def settle_notices_endpoint(request: HttpRequest, asked: SettleNotices) -> Answered:
    return run(settle_notices, request, notice_ids=asked.notice_ids)
