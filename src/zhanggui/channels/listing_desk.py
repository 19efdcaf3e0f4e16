"""The desk of what shops offer: which SKU each listing means, what it shows, and what it may show too many."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhanggui.channels.flows.accept_suggestions import accept_suggestions
from zhanggui.channels.flows.freeze_listings import freeze_listings
from zhanggui.channels.flows.limit_listings import limit_listings
from zhanggui.channels.flows.match_listings import match_listings
from zhanggui.channels.flows.price_listings import price_listings
from zhanggui.channels.flows.thaw_listings import thaw_listings
from zhanggui.channels.forms import FreezeForm, LimitForm, MatchForm, PriceForm
from zhanggui.channels.models import ShopListing
from zhanggui.channels.offers import free_pieces
from zhanggui.channels.states import MatchedBy
from zhanggui.channels.suggesting import suggest_skus
from zhanggui.kernel.actor import Actor
from zhanggui.orders.desks import shops_of
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Tab
from zhanggui.ui.desk.columns import Tone

_TONES: dict[str, Tone] = {"nobody": "bad", "code": "good", "barcode": "good", "hand": "info"}


def exposed(row: Mapping[str, Any]) -> int | None:
    """Pieces the platform shows beyond what it may, because it has not heard of it or does not take it."""
    told, wanted = row["told"], row["wanted"]
    return max(0, told - wanted) or None if told is not None and wanted is not None else None


class ListingDesk(Desk):
    name = "listings"
    title = _("Listings")
    grant = "see_channels"
    model = ShopListing
    icon = "tags"
    document = "listing"
    has_sheet = False
    search = ("listing", "sku_code", "sku__code")
    search_hint = _("Listing / merchant code / SKU")
    empty = _("No listing here.")
    tabs = [
        Tab("unmatched", _("Not matched"), Q(sku__isnull=True), tone="bad"),
        Tab("exposed", _("Shows too much"), Q(told__gt=F("wanted")), tone="bad"),
        Tab("failing", _("Not taken"), Q(failing_since__isnull=False), tone="warn"),
        Tab("repriced", _("Price not taken"), Q(price_wanted__isnull=False), tone="warn"),
        Tab("frozen", _("Frozen"), ~Q(frozen_by=""), tone="info"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("listing", _("Listing"), width=150, frozen=True, sortable=False),
        Column("shop", _("Shop"), field="shop__name", width=112),
        Column("title", _("Title on the platform"), width=160, sortable=False),
        Column("spec", _("Spec"), width=104, sortable=False),
        Column("sku", _("SKU"), field="sku__code", width=116),
        Column("suggestion", _("Suggested SKU"), "chips", by_page=True, width=116),
        Column("price", _("Price"), "money", width=84, sortable=False),
        Column("price_wanted", _("To cost"), "money", width=84, sortable=False),
        Column("free", _("Can be sold"), "quantity", by_page=True, width=72),
        Column("wanted", _("To show"), "quantity", width=72, sortable=False),
        Column("told", _("Shows"), "quantity", width=72, sortable=False),
        Column("exposed", _("Too many"), "quantity", value=exposed, needs=("told", "wanted"), width=72),
        Column("matched_by", _("Matched by"), "state", states=MatchedBy, tones=_TONES, width=88, sortable=False),
        Column("sku_code", _("Merchant code"), width=120, sortable=False),
        Column("failing_since", _("Not taken since"), "moment", width=116, sortable=False),
        Column("trouble", _("Trouble"), width=260, sortable=False),
        Column("told_at", _("Told"), "moment", width=110, sortable=False),
        Column("frozen_by", _("Frozen by"), "person", width=100, sortable=False),
        Column("ratio", _("Own share in per cent"), "quantity", width=90, sortable=False, shown=False),
        Column("safety", _("Kept back"), "quantity", width=80, sortable=False, shown=False),
        Column("cap", _("At most"), "quantity", width=80, sortable=False, shown=False),
        Column("end_mark", _("Nothing at or below"), "quantity", width=90, sortable=False, shown=False),
        Column("price_trouble", _("Why it does not cost that"), width=220, sortable=False, shown=False),
        Column("barcode", _("Barcode"), width=130, sortable=False, shown=False),
        Column("is_on_sale", _("On sale"), "flag", width=70, sortable=False, shown=False),
        Column("seen_at", _("Seen"), "moment", width=110, sortable=False, shown=False),
    ]
    filters = [ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of)]
    actions = [
        Action(
            "accept_suggestions", _("Accept suggestions"), accept_suggestions, "listing_ids", grant="match_listings",
            key="a", icon="checks", look="primary", tabs=("unmatched",),
        ),
        Action(
            "match_listings", _("Match with a SKU"), match_listings, "listing_ids", key="m", icon="link",
            form=MatchForm,
        ),
        Action(
            "freeze_listings", _("Show nothing"), freeze_listings, "listing_ids", icon="snowflake", form=FreezeForm,
            undo="thaw_listings",
        ),
        Action(
            "thaw_listings", _("Show again"), thaw_listings, "listing_ids", grant="freeze_listings", icon="sun",
            tabs=("frozen", "all"),
        ),
        Action(
            "price_listings", _("Change prices"), price_listings, "listing_ids", key="p", icon="coin", form=PriceForm,
        ),
        Action("limit_listings", _("Own rule"), limit_listings, "listing_ids", icon="adjustments", form=LimitForm),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        listings = list(ShopListing.objects.filter(pk__among=set(ids)))
        free = free_pieces({one.sku_id for one in listings if one.sku_id is not None})
        suggested = suggest_skus([one for one in listings if one.sku_id is None])
        return {
            one.pk: {
                "free": free.get(one.sku_id or 0),
                "suggestion": [
                    {"label": f"{near.code} {near.likeness:.0%}", "tone": "good" if near.likeness > 0.8 else "info"}
                    for near in [suggested.get(one.pk)]
                    if near
                ],
            }
            for one in listings
        }
