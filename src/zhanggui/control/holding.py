"""What holds pieces of a SKU in a warehouse, each claim with its document; and what may still be sold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from zhanggui.control.models import StockFigure
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.inventory.blind import seen_places
from zhanggui.inventory.chips import cause_words
from zhanggui.inventory.models import Availability, Balance, Claim
from zhanggui.inventory.states import ClaimState
from zhanggui.kernel.actor import Actor
from zhanggui.purchasing.queries import on_order
from zhanggui.transfers.models import TransferLine
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Fields, Lines, add_section

MOST_LINES = 200
SEE_PARCELS, SEE_ORDERS = "see_parcels", "see_orders"


def standing_of(stock: Availability, actor: Actor) -> Mapping[str, Any]:
    """On hand, less what may not be sold, less what is claimed, less what is kept for safety."""
    every = Balance.objects.filter(sku_id=stock.sku_id, location__warehouse_id=stock.warehouse_id, on_hand__gt=0)
    on_hand = seen_places(every, actor=actor).aggregate(there=Sum("on_hand"))["there"] or 0
    figure = StockFigure.objects.filter(sku_id=stock.sku_id, warehouse_id=stock.warehouse_id).first()
    safety = figure.safety if figure else 0
    free = stock.sellable - stock.claimed
    return {
        "on_hand": on_hand,
        "unsellable": max(on_hand - stock.sellable, 0),
        "claimed": stock.claimed,
        "free": free,
        "safety": safety,
        "above_safety": max(free - safety, 0),
        "on_order": on_order([stock.sku_id], warehouse_id=stock.warehouse_id).get(stock.sku_id, 0),
        "cover_days": figure.cover_days if figure else None,
    }


def held_by(stock: Availability, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Every held claim, the oldest first, with its paper, the orders it is for, and the moment it has to leave by."""
    rows = Claim.objects.filter(sku_id=stock.sku_id, warehouse_id=stock.warehouse_id, state=ClaimState.HELD)
    claims = list(rows.order_by("at", "pk").values("cause", "cause_id", "quantity", "at")[:MOST_LINES])
    ids: dict[str, list[int]] = defaultdict(list)
    for claim in claims:
        ids[claim["cause"]].append(claim["cause_id"])
    papers = {"parcel_line": _parcels(ids["parcel_line"], actor), "transfer_line": _transfers(ids["transfer_line"])}
    return [
        claim
        | {"cause": cause_words(claim["cause"]), "paper": [], "order": [], "until": None}
        | papers.get(claim["cause"], {}).get(claim["cause_id"], {})
        for claim in claims
    ]


def _parcels(line_ids: Sequence[int], actor: Actor) -> dict[int, dict[str, Any]]:
    """Those of shops the actor works for; the way to a sheet only for who may open it."""
    rows = ParcelLine.objects.filter(pk__among=line_ids, parcel__in=Parcel.objects.visible_to(actor)).values_list(
        "pk", "parcel_id", "parcel__number", "parcel__ship_by", "order_line__order_id", "order_line__order__number"
    )
    parcel_sheet = "/sheet/parcels/{}/" if actor.may(SEE_PARCELS) else ""
    order_sheet = "/sheet/orders/{}/" if actor.may(SEE_ORDERS) else ""
    return {
        pk: {
            "paper": [{"label": number, "href": parcel_sheet.format(parcel_id)}],
            "order": [{"label": order, "href": order_sheet.format(order_id)}],
            "until": ship_by,
        }
        for pk, parcel_id, number, ship_by, order_id, order in rows
    }


def _transfers(line_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = TransferLine.objects.filter(pk__among=line_ids).values_list("pk", "transfer__number")
    return {pk: {"paper": [{"label": number, "href": ""}]} for pk, number in rows}


add_section(
    "stock",
    Fields(
        _("What may be sold"),
        [
            Column("on_hand", _("On hand"), "quantity"),
            Column("unsellable", _("Not for sale"), "quantity"),
            Column("claimed", _("Claimed"), "quantity"),
            Column("free", _("Free"), "quantity"),
            Column("safety", _("Safety stock"), "quantity"),
            Column("above_safety", _("Free above safety stock"), "quantity"),
            Column("on_order", _("On order"), "quantity"),
            Column("cover_days", _("Days it lasts"), "quantity"),
        ],
        read=standing_of,
    ),
    place=1,
)
add_section(
    "stock",
    Lines(
        _("Held by"),
        [
            Column("cause", _("Because of")),
            Column("paper", _("Document"), "links"),
            Column("order", _("Order no."), "links"),
            Column("quantity", _("Pieces"), "quantity"),
            Column("at", _("Since"), "moment"),
            Column("until", _("Ship by"), "moment"),
        ],
        read=held_by,
        empty=_("Nothing holds any of it."),
    ),
    place=2,
)
