"""The sheet of a shop: how its platform is reached and how it is doing."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.channels.chips import LINK_TONES
from zhanggui.channels.desks import ShopDesk
from zhanggui.channels.health.figures import shop_health
from zhanggui.channels.models import ShopLink
from zhanggui.channels.speaking import can_be_linked
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.wording import platform_name
from zhanggui.people.models import Shop
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def link_of(shop: Shop) -> ShopLink | None:
    return ShopLink.objects.filter(shop=shop).defer("secrets").first()


def shop_facts(shop: Shop, actor: Actor) -> Mapping[str, Any]:
    return vars(shop) | {"channel": platform_name(shop.channel)}


def link_facts(shop: Shop, actor: Actor) -> Mapping[str, Any]:
    link = link_of(shop)
    return {"shop": shop, "link": link, "may_link": actor.may("renew_links") and can_be_linked(shop)}


def audit_facts(shop: Shop, actor: Actor) -> Mapping[str, Any] | None:
    found = shop_health(actor=actor, at=now(), shop_ids=[shop.pk])
    return {"health": found[0]} if found else None


class ShopSheet(Sheet):
    desk = ShopDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("code", _("Code")),
                Column("channel", _("Platform")),
                Column("carrier", _("Carrier")),
                Column("currency", _("Currency")),
                Column("ship_within_hours", _("Hours to ship"), "quantity"),
            ],
            read=shop_facts,
        ),
        Partial(_("Link"), "channels/link.html", read=link_facts),
        Partial(_("Gap audit"), "channels/audit_glance.html", read=audit_facts),
    ]

    def badges(self, shop: Shop, actor: Actor) -> Sequence[Badge]:
        link = link_of(shop)
        if link is None:
            return [Badge(_("Not linked"), "muted")]
        return [Badge(LinkState(link.state).label, LINK_TONES[link.state])]

    def timeline(self, shop: Shop, actor: Actor) -> Sequence[Event]:
        return timeline_of([("shop", [shop.pk])])
