"""Linked shops for tests, linked through the real flow."""

from datetime import datetime, timedelta

from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.models import ShopLink
from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.people.models import Shop

ACTOR = system_actor("test")


def make_link(
    shop: Shop,
    gateway: str,
    *,
    at: datetime,
    since: timedelta = timedelta(minutes=30),
    actor: Actor = ACTOR,
    app_key: str = "20001234",
    app_secret: str = "demo-secret",
    session: str = "sess-demo-01",
) -> ShopLink:
    """The shop speaks to the platform at `gateway`; orders changed up to `since` ago are wanted."""
    draft = LinkDraft(
        shop_id=shop.pk,
        settings={"gateway": gateway, "app_key": app_key},
        secrets={"app_secret": app_secret, "session": session},
        covered_to=at - since,
    )
    link_shops(links=[draft], actor=actor, at=at).one()
    return ShopLink.objects.get(shop=shop)
