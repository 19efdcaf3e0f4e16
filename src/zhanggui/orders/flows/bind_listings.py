"""Bind what shops sell to SKUs: by merchant code, or for a listing without one by the listing.

Afterwards lines of these shops that wait for a SKU and have that code, or without one come from that listing, mean it,
and later ones do so by themselves; the last word of a clerk holds. Lines that have a SKU keep it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import OrderLineBound
from zhanggui.orders.flows.bind_lines import SkuCodeUnknown
from zhanggui.orders.gifting.due import gifts_are_due
from zhanggui.orders.lines.matching import match_word
from zhanggui.orders.lines.settling import settle_lines
from zhanggui.orders.models import ListingMatch, Order, OrderLine
from zhanggui.orders.states import LineOrigin
from zhanggui.people.models import Shop

_MATCH = ("shop_id", "sku_code", "listing", "sku_id", "bound_by", "bound_at")


class ListingUnnamed(Refusal):
    """Name the merchant code or the listing that is to be bound."""


class Bound(NamedTuple):
    """Lines of this shop with this code and listing mean the SKU with the code `sku`."""

    shop_id: int
    sku_code: str
    listing: str
    sku: str

    @property
    def word(self) -> str:
        """The shop and what its lines say."""
        return f"{self.shop_id}:{self.sku_code or self.listing}"


@transaction.atomic
def bind_listings(*, bindings: Sequence[Bound], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers by shop and word, as `Bound.word` has it."""
    skus = dict(Sku.objects.filter(code__among={one.sku for one in bindings}).values_list("code", "pk"))
    seen = Shop.objects.visible_to(actor).filter(pk__among={one.shop_id for one in bindings})
    shops = set(seen.values_list("pk", flat=True))

    ready: dict[tuple[int, str, str], Bound] = {}
    refused: dict[str, Refusal] = {}
    for one in bindings:
        if one.shop_id not in shops:
            refused[one.word] = NotFound(what="shop", key=one.shop_id)
        elif one.sku not in skus:
            refused[one.word] = SkuCodeUnknown(code=one.sku)
        elif match_word(one.sku_code, one.listing) == ("", ""):
            refused[one.word] = ListingUnnamed()
        else:
            ready[one.shop_id, *match_word(one.sku_code, one.listing)] = one

    insert_rows(
        ListingMatch,
        _MATCH,
        [(*word, skus[one.sku], actor.name[:80], at) for word, one in sorted(ready.items())],
        on_conflict="(shop_id, sku_code, listing) DO UPDATE "
        "SET sku_id = EXCLUDED.sku_id, bound_by = EXCLUDED.bound_by, bound_at = EXCLUDED.bound_at",
    )
    _bind_waiting({word: (skus[one.sku], one.sku) for word, one in ready.items()}, actor=actor, at=at)
    return Outcome(done=[one.word for one in ready.values()], refused=refused)


def _bind_waiting(words: dict[tuple[int, str, str], tuple[int, str]], *, actor: Actor, at: datetime) -> None:
    waiting = OrderLine.objects.filter(
        sku=None,
        origin=LineOrigin.CHANNEL,
        order__shop_id__among={shop_id for shop_id, _, _ in words},
        sku_code__among={code for _, code, _ in words},
    )
    orders = locked(Order.objects.all(), waiting.values_list("order_id", flat=True))
    lines = [
        (pk, order_id, number, words[word])
        for pk, order_id, shop_id, number, code, listing in waiting.filter(
            order_id__among=list(orders.values_list("pk", flat=True))
        )
        .order_by("pk")
        .values_list("pk", "order_id", "order__shop_id", "number", "sku_code", "listing")
        if (word := (shop_id, *match_word(code, listing))) in words
    ]
    update_rows(OrderLine, ("id",), ("sku_id",), [(pk, sku_id) for pk, _, _, (sku_id, _) in lines])
    settle_lines({row[1] for row in lines}, anew={(order_id, number) for _, order_id, number, _ in lines}, at=at)

    codes: dict[int, list[str]] = {}
    for _, order_id, _, (_, code) in lines:
        codes.setdefault(order_id, []).append(code)
    gifts_are_due(codes)
    announce([OrderLineBound(order_id, number, code) for _, order_id, number, (_, code) in lines], actor=actor, at=at)
