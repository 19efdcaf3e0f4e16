"""The desk of SKUs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.flows.set_shelf_lives import set_shelf_lives
from zhanggui.catalog.flows.set_tracking import set_tracking
from zhanggui.catalog.forms import PartsForm, ShelfLifeForm, TrackingForm
from zhanggui.catalog.models import Barcode, Category, Sku
from zhanggui.catalog.queries import SEE_COST
from zhanggui.catalog.reading import read_parts
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.states import Tracking
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab, TextFilter


def categories_of(actor: Actor) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Category.objects.order_by("name").values_list("pk", "name")]


def set_parts(*, sku_ids: Sequence[int], parts: str, actor: Actor, at: datetime) -> Outcome[int]:
    """`set_bundles` as the desk asks it: the same parts, written as in a catalog file, for each SKU chosen."""
    codes = dict(Sku.objects.filter(pk__among=set(sku_ids)).values_list("code", "pk"))
    drafts = [BundleDraft(code, read_parts(parts, code)) for code in codes]
    outcome = set_bundles(bundles=drafts, actor=actor, at=at)
    return Outcome([codes[code] for code in outcome.done], {codes[code]: no for code, no in outcome.refused.items()})


class SkuDesk(Desk):
    name = "skus"
    title = _("SKUs")
    grant = "see_catalog"
    model = Sku
    icon = "tag"
    document = "code"
    pages = [Page(_("Import SKUs"), "check_skus", "import_skus", "file-import")]
    sort = "code"
    search = ("code", "code__startswith", "product__code", "barcodes__code")
    search_hint = _("Merchant code / style / barcode")
    tabs = [
        Tab("active", _("For sale"), Q(is_active=True), tone="neutral"),
        Tab("inactive", _("Off sale"), Q(is_active=False)),
    ]
    columns = [
        Column("picture", _("Picture"), "image", field="product__picture", width=56),
        Column("code", _("Merchant code"), link=True, width=150, frozen=True),
        Column("product", _("Goods"), field="product__name", width=260),
        Column("spec", _("Specification"), width=150, sortable=False),
        Column("style", _("Style"), field="product__code", width=110),
        Column("category", _("Category"), field="product__category__name", width=100),
        Column("barcodes", _("Barcodes"), by_page=True, width=180),
        Column("weight_g", _("Weight (g)"), "quantity", width=86, sortable=False),
        Column("volume_cm3", _("Volume (cm³)"), "quantity", width=96, sortable=False, shown=False),
        Column(
            "tracking",
            _("Tracked by"),
            "state",
            states=Tracking,
            tones={"lot": "info", "code": "warn"},
            width=100,
            sortable=False,
        ),
        Column("shelf_life_days", _("Shelf life (days)"), "quantity", width=96, sortable=False, shown=False),
        Column("price", _("Price"), "money", width=96, sortable=False),
        Column("floor_price", _("Floor price"), "money", width=96, sortable=False),
        Column("cost", _("Cost"), "money", grant=SEE_COST, width=96, sortable=False),
    ]
    filters = [
        TextFilter("code", _("Merchant code"), prefix=True),
        TextFilter("style", _("Style"), field="product__code", prefix=True),
        TextFilter("barcode", _("Barcode"), field="barcodes__code"),
        ChoiceFilter("category", _("Category"), field="product__category_id", choices=categories_of),
    ]

    actions = [
        Action("set_bundles", _("Bundle parts"), set_parts, "sku_ids", icon="packages", form=PartsForm, on_sheet=Q()),
        Action(
            "set_tracking",
            _("Lot or unique code"),
            set_tracking,
            "sku_ids",
            icon="fingerprint",
            form=TrackingForm,
            on_sheet=Q(),
        ),
        Action(
            "set_shelf_lives",
            _("Shelf life"),
            set_shelf_lives,
            "sku_ids",
            icon="hourglass",
            form=ShelfLifeForm,
            on_sheet=Q(),
        ),
    ]

    def visible(self, actor: Actor) -> QuerySet[Sku]:
        """The catalog is the company's: whoever may see it sees all of it."""
        return Sku.objects.all()

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        codes: dict[int, list[str]] = defaultdict(list)
        for sku_id, code in (
            Barcode.objects.filter(sku_id__among=set(ids)).order_by("code").values_list("sku_id", "code")
        ):
            codes[sku_id].append(code)
        return {pk: {"barcodes": " ".join(codes[pk])} for pk in ids}
