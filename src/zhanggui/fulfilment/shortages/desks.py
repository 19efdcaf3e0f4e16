"""The shortage board 缺货: by SKU and by order, with every cause and every way out in one step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.fulfilment.columns import time_left
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.shortages.actions import (
    cancel_for_skus,
    hold_for_skus,
    message_for_skus,
    part_for_skus,
    ship_what_is_there,
    slip_for_skus,
    substitute_for_skus,
)
from zhanggui.fulfilment.shortages.forms import HoldUntilForm, MessageForm, PurchaseForm, SlipForm, SubstituteForm
from zhanggui.fulfilment.shortages.rows import line_links, order_extras, sku_extras
from zhanggui.kernel.actor import Actor
from zhanggui.orders.desks.filters import CauseFilter, ShortOfFilter
from zhanggui.orders.desks.orders import shops_of
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.open_shortage_slips import open_shortage_slips
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.flows.substitute_shortages import substitute_shortages
from zhanggui.orders.flows.wish_purchases import wish_purchases
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.forms import CancelForm
from zhanggui.orders.lines.meaning import code_in, code_paths
from zhanggui.orders.models import ShortLine, ShortOrder, ShortSku
from zhanggui.orders.shortages.shown import cause_chips
from zhanggui.orders.shortages.states import ShortCause
from zhanggui.orders.states import HoldReason
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Tab, TextFilter

_ITS_ORDERS = "/desk/short-orders/?sku_id={id}"
_ITS_LINES = "/desk/short-lines/?sku_id={id}&sort=turn"
_OF_ALL = _("On every order that waits for {count} SKUs?")


class ShortSkuDesk(Desk):
    """SKUs of which pieces are missing, first the one whose orders must leave first."""

    name = "short-skus"
    title = _("Shortages by SKU")
    grant = "see_orders"
    model = ShortSku
    icon = "packages"
    document = "code"
    sort = "first_ship_by"
    stands_for = {f"seen_{name}": name for name in ("short", "orders", "first_ship_by")}
    columns = [
        Column("code", _("Merchant code"), link=True, width=130, frozen=True),
        Column("goods", _("Goods"), field="sku__product__name", width=180, sortable=False),
        Column("short", _("Missing"), "quantity", field="seen_short", width=64, opens=_ITS_LINES),
        Column("orders", _("Orders waiting"), "quantity", field="seen_orders", width=64, opens=_ITS_ORDERS),
        Column("first_ship_by", _("First to ship by"), "moment", field="seen_first_ship_by", width=104),
        Column("money", _("Money waiting"), "money", field="seen_money", width=124, opens=_ITS_ORDERS),
        Column(
            "causes",
            pgettext_lazy("shortage", "Cause"),
            "chips",
            value=lambda row: cause_chips(row["seen_causes"]),
            needs=("seen_causes",),
            width=240,
        ),
        Column("sellable", _("On the shelf"), "quantity", by_page=True, width=60),
        Column("claimed", _("Claimed"), "quantity", by_page=True, width=60),
        Column("receiving", _("Receiving"), "quantity", by_page=True, width=60),
        Column("quarantine", _("Quarantine"), "quantity", by_page=True, width=60),
        Column("defective", _("Defective"), "quantity", by_page=True, width=60),
        Column("wished", _("Suggested"), "quantity", by_page=True, width=64),
        Column("weighed_at", _("As of"), "moment", width=115, sortable=False),
    ]
    filters = [
        TextFilter("code", _("Merchant code")),
        CauseFilter("cause", pgettext_lazy("shortage", "Cause"), field="seen_causes", choices=ShortCause.choices),
        DateFilter("first_ship_by", _("First to ship by"), field="seen_first_ship_by"),
    ]
    search = ("code",)
    search_hint = _("Merchant code")
    actions = [
        Action(
            "slip_for_skus", _("Shortage slip"), slip_for_skus, "sku_ids", grant="open_shortage_slips", key="s",
            icon="file-alert", look="primary", form=SlipForm,
        ),
        Action(
            "wish_purchases", _("Suggest purchase"), wish_purchases, "sku_ids", key="b", icon="shopping-cart-plus",
            form=PurchaseForm,
        ),
        Action(
            "orders_of_sku", _("Its orders"), open_papers, "ids", grant="see_orders", key="o", icon="list",
            opens=_ITS_ORDERS,
        ),
        Action(
            "part_for_skus", _("Ship what is there"), part_for_skus, "sku_ids", grant="plan_parcels",
            icon="package-export", confirm=_OF_ALL,
        ),
        Action(
            "hold_for_skus", _("Hold until"), hold_for_skus, "sku_ids", grant="hold_orders", key="h",
            icon="hand-stop", form=HoldUntilForm,
        ),
        Action(
            "substitute_for_skus", _("Substitute"), substitute_for_skus, "sku_ids", grant="substitute_shortages",
            icon="replace", form=SubstituteForm,
        ),
        Action(
            "message_for_skus", _("Write to buyers"), message_for_skus, "sku_ids", grant="write_buyer_messages",
            key="m", icon="message-2", form=MessageForm,
        ),
        Action(
            "cancel_for_skus", _("Cancel orders"), cancel_for_skus, "sku_ids", grant="cancel_orders", icon="ban",
            look="danger", form=CancelForm, confirm=_OF_ALL,
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return ShortSku.objects.visible_to(actor).select_related("sku__product")

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return sku_extras(ids, actor)


class ShortLineDesk(Desk):
    """What is missing, line by line: what the missing pieces of a SKU are the sum of."""

    name = "short-lines"
    title = _("Missing lines")
    grant = "see_orders"
    model = ShortLine
    icon = "list-details"
    document = "order__number"
    has_sheet = False
    columns = [
        Column("number", _("Order no."), "links", by_page=True, width=164, frozen=True),
        Column("shop", _("Shop"), field="order__shop__name", width=112, sortable=False),
        Column(
            "code",
            _("Merchant code"),
            value=lambda row: code_in(row, "line"),
            needs=code_paths("line"),
            width=130,
            sortable=False,
        ),
        Column("goods", _("Goods"), field="line__title", width=150, sortable=False),
        Column("wanted", _("Pieces needed"), "quantity", width=80, sortable=False),
        Column("short", _("Missing"), "quantity", width=64, sortable=False),
        Column(
            "causes",
            pgettext_lazy("shortage", "Cause"),
            "chips",
            value=lambda row: cause_chips(row["causes"]),
            needs=("causes",),
            width=270,
        ),
        Column("turn", _("Turn"), "quantity", field="place", width=60),
        Column("urgent", _("Urgent"), "flag", field="order__urgent", width=52, sortable=False),
        Column("ship_by", _("Ship by"), "moment", field="order__ship_by", width=100, sortable=False),
        Column("paid_at", _("Paid at"), "moment", field="order__paid_at", shown=False, sortable=False),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code"),
        TextFilter("sku_id", _("SKU"), field="sku_id"),
        ChoiceFilter("shop", _("Shop"), field="order__shop_id", choices=shops_of),
    ]
    search = ("order__number", "order__number__startswith", "sku__code")
    search_hint = _("Order no. / merchant code")

    def visible(self, actor: Actor) -> QuerySet[Any]:
        lines = ShortLine.objects.filter(short__gt=0)
        return lines if actor.shop_ids is None else lines.filter(order__shop_id__in=actor.shop_ids)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return line_links(ids, actor)


class ShortOrderDesk(Desk):
    """Orders that wait for goods, and everything that can be done about it."""

    name = "short-orders"
    title = _("Shortages by order")
    grant = "see_orders"
    model = ShortOrder
    icon = "package-off"
    document = "order__number"
    has_sheet = False
    sort = "ship_by"
    tabs = [
        Tab("all", _("All"), tone="warn"),
        Tab("urgent", _("Urgent"), Q(order__urgent=True), "bad"),
        Tab("elsewhere", _("In another warehouse"), Q(causes__contains=["elsewhere"]), "info"),
        Tab("unmatched", _("Unmatched line"), Q(causes__contains=["unmatched"]), "bad"),
    ]
    columns = [
        Column("number", _("Order no."), "links", by_page=True, width=164, frozen=True),
        Column("shop", _("Shop"), field="shop__name", width=112, sortable=False),
        Column("urgent", _("Urgent"), "flag", field="order__urgent", width=52, sortable=False),
        Column("missing", _("Missing goods"), by_page=True, width=190),
        Column("short", _("Missing"), "quantity", width=64),
        Column("causes", pgettext_lazy("shortage", "Cause"), "chips", by_page=True, width=240),
        Column("turn", _("Turn"), "quantity", by_page=True, width=52),
        Column("ship_by", _("Ship by"), "moment", width=100),
        Column("left", _("Time left"), "chips", value=time_left, needs=("ship_by",), width=104),
        Column("money", _("Money waiting"), "money", width=124),
        Column("paid_at", _("Paid at"), "moment", width=115, sortable=False),
        Column("marks", _("Holds"), "chips", by_page=True, width=130),
        Column("slip", _("Shortage slip"), "links", by_page=True, width=150),
        Column("since", _("Waits since"), "moment", width=115),
    ]
    filters = [
        ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of),
        CauseFilter("cause", pgettext_lazy("shortage", "Cause"), field="causes", choices=ShortCause.choices),
        ShortOfFilter("sku", _("Merchant code"), field="short_lines__sku__code"),
        ShortOfFilter("sku_id", _("SKU"), field="short_lines__sku_id"),
        DateFilter("ship_by", _("Ship by")),
    ]
    search = ("order__number", "order__number__startswith")
    search_hint = _("Order no.")
    actions = [
        Action(
            "open_shortage_slips", _("Shortage slip"), open_shortage_slips, "order_ids", key="s", icon="file-alert",
            look="primary", form=SlipForm, opens="/papers/shortage-slip?orders={id}",
        ),
        Action(
            "rush_orders", _("Serve first"), rush_orders, "order_ids", key="i", icon="arrow-up", undo="calm_orders",
        ),
        Action(
            "calm_orders", _("Serve in turn"), rush_orders, "order_ids", grant="rush_orders", icon="arrow-down",
            fixed={"urgent": False},
        ),
        Action(
            "plan_partly", _("Ship what is there"), ship_what_is_there, "order_ids", grant="plan_parcels", key="p",
            icon="package-export",
        ),
        Action(
            "hold_orders", _("Hold until"), hold_orders, "order_ids", key="h", icon="hand-stop", form=HoldUntilForm,
            undo="release_holds",
        ),
        Action(
            "release_holds", _("Release"), release_orders, "order_ids", grant="release_orders", icon="player-play",
            fixed={"reasons": [HoldReason.BY_HAND.value]},
        ),
        Action(
            "substitute_shortages", _("Substitute"), substitute_shortages, "order_ids", icon="replace",
            form=SubstituteForm,
        ),
        Action(
            "write_buyer_messages", _("Write to buyers"), write_buyer_messages, "order_ids", key="m",
            icon="message-2", form=MessageForm,
        ),
        Action(
            "cancel_orders", _("Cancel orders"), cancel_orders, "order_ids", icon="ban", look="danger",
            form=CancelForm, confirm=_("Cancel {count} orders? Parcels under way are stopped."),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return ShortOrder.objects.visible_to(actor)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        return order_extras(ids, actor)
