"""The sheets of stock: one SKU in one warehouse with everything that holds it, and one bin."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import BundlePart
from zhanggui.catalog.queries import SEE_COST
from zhanggui.inventory.blind import blind_among, seen_places
from zhanggui.inventory.chips import KIND_TONES, cause_words
from zhanggui.inventory.desks import LocationDesk, StockDesk
from zhanggui.inventory.lot_sheet import LotSheet
from zhanggui.inventory.models import Availability, Balance, Location
from zhanggui.inventory.queries import bundle_availability, stock_card
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of

__all__ = ["LocationSheet", "LotSheet", "StockSheet"]

MOST_LINES = 200


def head_of(stock: Availability, actor: Actor) -> Mapping[str, Any]:
    return {
        "product": f"{stock.sku.product.name} {stock.sku.spec}".strip(),
        "warehouse": stock.warehouse.name,
        "sellable": stock.sellable,
        "claimed": stock.claimed,
        "free": stock.sellable - stock.claimed,
        "cost": stock.sku.cost,
    }


def bins_of(stock: Availability, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The places it lies in, without those the reader is to count."""
    every = Balance.objects.filter(sku_id=stock.sku_id, location__warehouse_id=stock.warehouse_id, on_hand__gt=0)
    rows = seen_places(every, actor=actor)
    fields = ("location_id", "location__code", "location__kind", "lot", "on_hand", "promised")
    return list(rows.order_by("location__walk_order", "pk").values(*fields)[:MOST_LINES])


def bundles_of(stock: Availability, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The bundles that hold it, and how many of each can still be claimed here."""
    rows = BundlePart.objects.filter(part_id=stock.sku_id).order_by("bundle__code")
    names = ("bundle_id", "bundle__code", "bundle__product__name", "quantity")
    found = list(rows.values(*names)[:MOST_LINES])
    there = bundle_availability([row["bundle_id"] for row in found], warehouse_ids=[stock.warehouse_id])
    return [row | {"available": there.get(row["bundle_id"], 0)} for row in found]


def card_of(stock: Availability, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "at": row.move.at,
            "origin": row.move.origin.code,
            "target": row.move.target.code,
            "moved": row.move.quantity,
            "change": f"{row.change:+d}" if row.change else "",
            "after": row.after,
            "cause": cause_words(row.move.cause),
            "actor": row.move.actor,
            "unit_cost": row.move.unit_cost,
        }
        for row in stock_card(warehouse_id=stock.warehouse_id, sku_id=stock.sku_id)
    ]


class StockSheet(Sheet):
    desk = StockDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("product", _("Goods")),
                Column("warehouse", _("Warehouse")),
                Column("sellable", _("Sellable"), "quantity"),
                Column("claimed", _("Claimed"), "quantity"),
                Column("free", _("Free"), "quantity"),
                Column("cost", _("Cost"), "money", grant=SEE_COST),
            ],
            read=head_of,
        ),
        Lines(
            _("Where it lies"),
            [
                Column("bin", _("Bin"), field="location__code", link=True),
                Column("kind", _("Kind"), "state", field="location__kind", states=LocationKind, tones=KIND_TONES),
                Column("lot", _("Lot")),
                Column("on_hand", _("On hand"), "quantity"),
                Column("promised", _("Promised to pickers"), "quantity"),
            ],
            read=bins_of,
            link=lambda row: LocationDesk().link(row["location_id"]),
        ),
        Lines(
            _("In bundles"),
            [
                Column("code", _("Merchant code"), field="bundle__code", link=True),
                Column("product", _("Goods"), field="bundle__product__name"),
                Column("quantity", _("Pieces"), "quantity"),
                Column("available", _("Can be sold"), "quantity"),
            ],
            read=bundles_of,
            link=lambda row: f"/sheet/skus/{row['bundle_id']}/",
        ),
        Lines(
            _("Stock card"),
            [
                Column("at", _("When"), "moment"),
                Column("origin", _("From place")),
                Column("target", _("To place")),
                Column("moved", _("Moved"), "quantity"),
                Column("change", _("Change")),
                Column("after", _("Left"), "quantity"),
                Column("unit_cost", _("Cost"), "money", grant=SEE_COST),
                Column("cause", _("Because of")),
                Column("actor", _("By"), "person"),
            ],
            read=card_of,
        ),
    ]

    def badges(self, stock: Availability, actor: Actor) -> Sequence[Badge]:
        free = stock.sellable - stock.claimed
        return [Badge(stock.warehouse.name), Badge(_("Free"), "good") if free > 0 else Badge(_("Nothing free"), "bad")]

    def timeline(self, stock: Availability, actor: Actor) -> Sequence[Event]:
        return timeline_of([("sku", [stock.sku_id])], warehouse_ids=[stock.warehouse_id])


def place_of(location: Location, actor: Actor) -> Mapping[str, Any]:
    return {
        "warehouse": location.warehouse.name if location.warehouse else "",
        "kind": location.kind,
        "walk_order": location.walk_order,
    }


def contents_of(location: Location, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """What lies there; nothing while the reader is to count it."""
    rows = seen_places(location.balances.filter(on_hand__gt=0), actor=actor).order_by("sku__code", "lot")
    return list(rows.values("sku_id", "sku__code", "sku__product__name", "lot", "on_hand", "promised")[:MOST_LINES])


class LocationSheet(Sheet):
    desk = LocationDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("warehouse", _("Warehouse")),
                Column("kind", _("Kind"), "state", states=LocationKind, tones=KIND_TONES),
                Column("walk_order", _("Walk order"), "quantity"),
            ],
            read=place_of,
        ),
        Lines(
            _("Contents"),
            [
                Column("sku", _("Merchant code"), field="sku__code", link=True),
                Column("product", _("Goods"), field="sku__product__name"),
                Column("lot", _("Lot")),
                Column("on_hand", _("On hand"), "quantity"),
                Column("promised", _("Promised to pickers"), "quantity"),
            ],
            read=contents_of,
            link=lambda row: f"/sheet/skus/{row['sku_id']}/",
        ),
    ]

    def badges(self, location: Location, actor: Actor) -> Sequence[Badge]:
        kind = LocationKind(location.kind)
        hidden = blind_among([location.pk], actor=actor)
        counted = [Badge(_("being counted"), "info")] if hidden else []
        return [Badge(kind.label, KIND_TONES.get(kind, "neutral")), *counted]
