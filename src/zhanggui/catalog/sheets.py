"""The sheet of one SKU. Its stock is inventory's affair: the stock desk, filtered by its code."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.desks import SkuDesk
from zhanggui.catalog.models import Sku
from zhanggui.catalog.queries import SEE_COST
from zhanggui.catalog.rules.sku_rows import SIDES
from zhanggui.catalog.states import Tracking
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def facts_of(sku: Sku, actor: Actor) -> Mapping[str, Any]:
    product = sku.product
    category = product.category
    return vars(sku) | {
        "product": product.name,
        "style": product.code,
        "category": category.name if category else "",
        "picture": product.picture,
        "sides": " × ".join(str(getattr(sku, side)) for side in SIDES) if sku.length_mm else "",
    }


def barcodes_of(sku: Sku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return list(sku.barcodes.order_by("code").values("code", "pieces"))


def siblings_of(sku: Sku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    others = Sku.objects.filter(product_id=sku.product_id).exclude(pk=sku.pk).order_by("code")
    return list(others.values("pk", "code", "spec", "price", "is_active")[:100])


def parts_of(sku: Sku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """What is sent when it is sold; nothing for a plain SKU."""
    names = ("part_id", "part__code", "part__product__name", "part__price", "quantity")
    return list(sku.parts.order_by("part__code").values(*names))


def bundles_of(sku: Sku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """The bundles that hold it."""
    names = ("bundle_id", "bundle__code", "bundle__product__name", "quantity")
    return list(sku.bundles.order_by("bundle__code").values(*names)[:100])


def versions_of(sku: Sku, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """What it was made of since when, the newest first."""
    found: dict[int, dict[str, Any]] = {}
    names = ("number", "valid_from", "set_by", "parts__part__code", "parts__quantity")
    for number, since, by, code, quantity in sku.versions.order_by("-number", "parts__part__code").values_list(*names):
        row = found.setdefault(number, {"number": number, "valid_from": since, "set_by": by, "parts": []})
        if code:
            row["parts"].append(f"{code} × {quantity}")
    return [{**row, "parts": "; ".join(row["parts"]) or "—"} for row in found.values()]


class SkuSheet(Sheet):
    desk = SkuDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("product", _("Goods")),
                Column("style", _("Style")),
                Column("spec", _("Specification")),
                Column("category", _("Category")),
                Column("weight_g", _("Weight (g)"), "quantity"),
                Column("sides", _("Length × width × height (mm)")),
                Column("volume_cm3", _("Volume (cm³)"), "quantity"),
                Column("tracking", _("Tracked by"), "state", states=Tracking),
                Column("verify_by_count", _("May be verified by a count"), "flag"),
                Column("price", _("Price"), "money"),
                Column("floor_price", _("Floor price"), "money"),
                Column("cost", _("Cost"), "money", grant=SEE_COST),
            ],
            read=facts_of,
        ),
        Lines(
            _("Barcodes"),
            [Column("code", _("Barcode")), Column("pieces", _("Pieces"), "quantity")],
            read=barcodes_of,
        ),
        Lines(
            _("Bundle parts"),
            [
                Column("code", _("Merchant code"), field="part__code", link=True),
                Column("product", _("Goods"), field="part__product__name"),
                Column("quantity", _("Pieces"), "quantity"),
                Column("price", _("Price"), "money", field="part__price"),
            ],
            read=parts_of,
            link=lambda row: SkuDesk().link(row["part_id"]),
        ),
        Lines(
            _("Versions of the bundle"),
            [
                Column("number", _("Version"), "quantity"),
                Column("valid_from", _("Valid from"), "moment"),
                Column("parts", _("Bundle parts")),
                Column("set_by", _("Set by"), "person"),
            ],
            read=versions_of,
        ),
        Lines(
            _("In bundles"),
            [
                Column("code", _("Merchant code"), field="bundle__code", link=True),
                Column("product", _("Goods"), field="bundle__product__name"),
                Column("quantity", _("Pieces"), "quantity"),
            ],
            read=bundles_of,
            link=lambda row: SkuDesk().link(row["bundle_id"]),
        ),
        Lines(
            _("Same style"),
            [
                Column("code", _("Merchant code"), link=True),
                Column("spec", _("Specification")),
                Column("price", _("Price"), "money"),
                Column("is_active", _("For sale"), "flag"),
            ],
            read=siblings_of,
            link=lambda row: SkuDesk().link(row["pk"]),
        ),
    ]

    def badges(self, sku: Sku, actor: Actor) -> Sequence[Badge]:
        return [Badge(_("For sale"), "good") if sku.is_active else Badge(_("Off sale"), "muted")]

    def timeline(self, sku: Sku, actor: Actor) -> Sequence[Event]:
        return timeline_of([("sku", [sku.pk])], warehouse_ids=actor.warehouse_ids)
