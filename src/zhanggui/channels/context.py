"""What every page must say about the lines to platforms: a shop whose authorisation has expired."""

from typing import Any

from django.http import HttpRequest

from zhanggui.channels.models import ShopLink
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor


def expired_links(request: HttpRequest) -> dict[str, Any]:
    """`expired_links` of the shops this actor sees, read when a page asks for them. One statement."""
    actor: Actor | None = getattr(request, "actor", None)

    def read() -> list[ShopLink]:
        if actor is None or not actor.may("see_orders"):
            return []
        links = ShopLink.objects.visible_to(actor).filter(state=LinkState.EXPIRED)
        return list(links.select_related("shop").defer("secrets").order_by("shop__code"))

    return {"expired_links": read}
