"""What every page must say about the lines to platforms: shops that stand still, and those that soon will."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhanggui.channels.models import ShopLink
from zhanggui.channels.rules import SHOWN_BEFORE
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now

NAMED = 3
"""So many shops a banner names; the page of health names them all."""
_TONES = {"expired": "bad", "paused": "warning", "ending": "warning"}


@dataclass(frozen=True, slots=True)
class Troubled:
    """Shops with the same trouble, in words, and where something can be done about it."""

    kind: str
    tone: str
    shops: str
    url: str


def troubled_links(request: HttpRequest) -> dict[str, Any]:
    """`troubled_links` of the shops this actor sees, read when a page asks for them. One statement."""
    actor: Actor | None = getattr(request, "actor", None)

    def read() -> list[Troubled]:
        if actor is None or not actor.may("see_orders"):
            return []
        at = now()
        ending = Q(state=LinkState.WORKING, expires_at__lte=at + SHOWN_BEFORE)
        links = ShopLink.objects.visible_to(actor).filter(Q(state__in=[LinkState.EXPIRED, LinkState.PAUSED]) | ending)
        rows = list(links.select_related("shop").defer("secrets").order_by("expires_at", "shop__code"))
        kinds = {kind: [link for link in rows if _kind_of(link) == kind] for kind in _TONES}
        return [_troubled(kind, of_kind, at=at) for kind, of_kind in kinds.items() if of_kind]

    return {"troubled_links": read}


def _kind_of(link: ShopLink) -> str:
    return "ending" if link.state == LinkState.WORKING else str(link.state)


def _troubled(kind: str, links: Sequence[ShopLink], *, at: datetime) -> Troubled:
    named = [_named(link, at=at) if kind == "ending" else link.shop.name for link in links[:NAMED]]
    words = _(", ").join(named)
    if len(links) > NAMED:
        words = _("{shops} and {count} more").format(shops=words, count=len(links) - NAMED)
    url = reverse("ui:sheet", args=["shops", links[0].shop_id]) if len(links) == 1 else reverse("channel_health")
    return Troubled(kind, _TONES[kind], words, url)


def _named(link: ShopLink, *, at: datetime) -> str:
    """With the days that are left."""
    left = max((link.expires_at or at) - at, timedelta(0))
    words = ngettext("{shop} ({days} day)", "{shop} ({days} days)", left.days)
    return words.format(shop=link.shop.name, days=left.days)
