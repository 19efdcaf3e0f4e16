"""The lists of the scale: what it has learned, where it stopped, the boxes, and the boxes that were used."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.flows.accept_weights import accept_weights
from zhanggui.fulfilment.flows.book_packagings import book_packagings
from zhanggui.fulfilment.flows.reset_weights import reset_weights
from zhanggui.fulfilment.flows.teach_weights import teach_weights
from zhanggui.fulfilment.models import OddWeight, Packaging, PackUse, SkuWeight
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import OddState
from zhanggui.fulfilment.weighing.actions import recheck_odd
from zhanggui.fulfilment.weighing.forms import AcceptWeightForm, RecheckForm, TeachWeightForm
from zhanggui.fulfilment.weighing.packaging import TOO_FEW, with_stock
from zhanggui.fulfilment.weighing.rows import (
    SUMS,
    far_chips,
    goods_in,
    mean_in,
    odd_cause,
    odd_links,
    own_chips,
    packaging_stock,
    size_in,
    spread_in,
    told_by,
    use_links,
)
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, Column, DateFilter, Desk, Page, Tab
from zhanggui.ui.desk.columns import Tone

ODD_TONES: dict[str, Tone] = {"open": "bad", "accepted": "warn", "reopened": "info", "settled": "good"}


class LearnedWeightDesk(Desk):
    """What one piece weighs, as the scale has learned it or a person said."""

    name = "learned-weights"
    title = _("Learned weights")
    grant = "see_parcels"
    model = SkuWeight
    icon = "scale"
    document = "sku"
    sort = "-changed_at"
    search = ("sku__code", "sku__barcodes__code")
    search_hint = _("SKU code / barcode")
    pages = [Page(_("Numbers of the scale"), "fulfilment:set_weigh_numbers", "set_weigh_numbers", "adjustments")]
    tabs = [
        Tab("goods", _("Goods"), Q(sku__packaging__isnull=True), "info"),
        Tab("boxes", _("Packaging"), Q(sku__packaging__isnull=False), "muted"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("code", _("SKU code"), field="sku__code", width=150, frozen=True, sortable=False, link=True),
        Column("goods", _("Goods"), value=goods_in, needs=("sku__product__name", "sku__spec"), width=220),
        Column("mean", _("One piece (g)"), value=mean_in, needs=(*SUMS, "taught_g"), width=110),
        Column("spread", _("Spread σ (g)"), value=spread_in, needs=SUMS, width=110),
        Column("samples", _("Weighings"), "quantity", width=90, sortable=False),
        Column("pieces", _("Pieces"), "quantity", width=90, sortable=False),
        Column("listed", _("Catalogue (g)"), "quantity", field="sku__weight_g", width=110, sortable=False),
        Column(
            "far", _("Off the catalogue"), "chips", value=far_chips, width=130,
            needs=(*SUMS, "taught_g", "sku__weight_g"),
        ),
        Column("taught_g", _("By hand (g)"), width=100, sortable=False),
        Column("told", _("Known from"), value=told_by, needs=("samples", "changed_by"), width=120),
        Column("changed_at", _("Changed at"), "moment", width=120),
        Column("since", _("Counts since"), "moment", width=120, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "teach_weights", _("Teach by hand"), teach_weights, "sku_ids", key="t", icon="pencil",
            form=TeachWeightForm, on_sheet=Q(),
        ),
        Action(
            "reset_weights", _("Forget"), reset_weights, "sku_ids", icon="restore", look="danger",
            confirm=_("Forget what the scale has learned of {count} SKUs?"), on_sheet=Q(),
        ),
    ]  # fmt: skip


class OddWeightDesk(Desk):
    """Parcels at which the scale stopped, and how they went on."""

    name = "odd-weights"
    title = _("Odd weights")
    empty = _("No odd weight. Parcels the scale stopped come here until they are weighed right or accepted.")
    grant = "see_parcels"
    model = OddWeight
    icon = "scale-outline-off"
    document = "parcel"
    has_sheet = False
    sort = "at"
    search = ("parcel__waybill", "parcel__number")
    search_hint = _("Waybill / parcel no.")
    tabs = [
        Tab("open", pgettext_lazy("odd weight", "Open"), Q(state=OddState.OPEN), "bad"),
        Tab("accepted", _("Accepted"), Q(state=OddState.ACCEPTED), "warn", "-at"),
        Tab("all", _("All"), sort="-at"),
    ]
    columns = [
        Column("waybill", _("Waybill"), field="parcel__waybill", width=160, frozen=True, sortable=False),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("state", _("State"), "state", states=OddState, tones=ODD_TONES, width=130, sortable=False),
        Column("grams", _("Weighed g"), "quantity", width=90, sortable=False),
        Column(
            "band", _("Allowed (g)"), value=lambda row: f"{row['low_g']}–{row['high_g']}",
            needs=("low_g", "high_g"), width=110,
        ),
        Column(
            "cause", _("Probably"), value=odd_cause, width=240,
            needs=("cause", "cause_pieces", "cause_sku__code"),
        ),
        Column("box", _("Box"), field="packaging__code", width=110, sortable=False),
        Column("at", _("Weighed at"), "moment", width=110),
        Column("by", _("Weighed by"), "person", width=100, sortable=False),
        Column("station", _("Table"), width=90, sortable=False),
        Column("reason", _("Reason"), width=200, sortable=False),
        Column("closed_by", _("Decided by"), "person", width=100, sortable=False),
        Column("own", "", "chips", value=own_chips, needs=("is_own",), width=130),
        Column("closed_at", _("Decided at"), "moment", width=110, sortable=False),
    ]  # fmt: skip
    filters = [DateFilter("at", _("Weighed on"))]
    actions = [
        Action(
            "accept_weights", _("Accept the weight"), accept_weights, "odd_ids", key="a", icon="check",
            form=AcceptWeightForm, tabs=("open",),
        ),
        Action(
            "recheck_parcels", _("Open the box"), recheck_odd, "odd_ids", key="o", icon="package",
            look="primary", form=RecheckForm, tabs=("open",),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return odd_links(ids, actor)


class PackagingDesk(Desk):
    """Boxes, bags and envelopes, and how many of them lie where."""

    name = "packagings"
    title = _("Packaging")
    grant = "see_parcels"
    model = Packaging
    icon = "box"
    document = "sku"
    has_sheet = False
    sort = "pk"
    search = ("sku__code", "sku__barcodes__code")
    search_hint = _("SKU code / barcode")
    pages = [Page(_("Write down packaging"), "fulfilment:set_packagings", "set_packagings", "plus")]
    tabs = [
        Tab("in_use", _("In use"), Q(is_active=True), "info"),
        Tab("low", _("Too few"), TOO_FEW, "bad"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("code", _("SKU code"), field="sku__code", width=150, frozen=True, sortable=False),
        Column("goods", _("Name"), value=goods_in, needs=("sku__product__name", "sku__spec"), width=200),
        Column(
            "size", _("Size (mm)"), width=130,
            value=size_in,
            needs=("sku__length_mm", "sku__width_mm", "sku__height_mm"),
        ),
        Column("volume", _("Volume (cm³)"), "quantity", field="sku__volume_cm3", width=100, sortable=False),
        Column("weight", _("Weight (g)"), "quantity", field="sku__weight_g", width=90, sortable=False),
        Column("most_g", _("Carries at most (g)"), "quantity", width=120, sortable=False),
        Column("cost", _("Cost"), "money", field="sku__cost", grant="see_cost", width=90, sortable=False),
        Column("stock", _("Free in bins"), "chips", by_page=True, width=260),
        Column("low_stock", _("Low stock mark"), "quantity", width=100, sortable=False),
        Column("is_active", _("In use"), "flag", width=70, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "edit_packaging", _("Edit"), open_papers, "ids", grant="set_packagings", icon="edit", key="e",
            opens="/weighing/packagings?id={id}",
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return with_stock()

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return packaging_stock(ids, actor)


class PackUseDesk(Desk):
    """Which box each parcel went into, what it cost, and whether the books knew of it."""

    name = "packaging-used"
    title = _("Packaging used")
    empty = _("No box was used yet. It is counted when a parcel is weighed with its packaging.")
    grant = "see_parcels"
    model = PackUse
    icon = "package-export"
    document = "parcel"
    has_sheet = False
    sort = "-at"
    search = ("parcel__waybill", "parcel__number", "sku__code")
    search_hint = _("Waybill / parcel no. / SKU code")
    tabs = [
        Tab("unbooked", _("Not on the books"), Q(is_booked=False), "bad", "at"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("waybill", _("Waybill"), field="parcel__waybill", width=160, frozen=True, sortable=False),
        Column("parcel", _("Parcel no."), "links", by_page=True, width=140),
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("code", _("SKU code"), field="sku__code", width=140, sortable=False),
        Column("goods", _("Name"), value=goods_in, needs=("sku__product__name", "sku__spec"), width=180),
        Column("unit_cost", _("Cost"), "money", grant="see_cost", width=90, sortable=False),
        Column("is_booked", _("On the books"), "flag", width=90, sortable=False),
        Column("at", _("Used at"), "moment", width=120),
        Column("by", _("Packed by"), "person", width=100, sortable=False),
    ]
    filters = [DateFilter("at", _("Used on"))]
    actions = [
        Action(
            "book_packagings", _("Book again"), book_packagings, "use_ids", key="b", icon="refresh", look="primary",
            tabs=("unbooked",),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return use_links(ids, actor)
