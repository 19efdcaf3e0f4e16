"""The desk of orders, as a reviewer works through it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.masking import mask_name
from zhanggui.orders.cut_offs import CutOffFilter, StageFilter, cut_off_choices
from zhanggui.orders.desks.chips import (
    goods_summary,
    hold_chips,
    platform_chip,
    region,
    remark_chips,
    stop_chips,
    time_left,
)
from zhanggui.orders.desks.filters import FlagFilter, HoldFilter, PaidFilter, RemarkFilter, SkuFilter, WaybillFilter
from zhanggui.orders.desks.filters_open import OPEN_FILTERS
from zhanggui.orders.desks.filters_wide import FEW_DAYS, REACH, WIDE_FILTERS
from zhanggui.orders.flows.apply_bundles import apply_bundles
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.choose_warehouses import choose_warehouses
from zhanggui.orders.flows.copy_orders import copy_orders
from zhanggui.orders.flows.forget_receivers import forget_receivers
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.reapply_gifts import reapply_gifts
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.reopen_orders import reopen_orders
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.restore_wishes import restore_wishes
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.flows.take_versions import take_versions
from zhanggui.orders.flows.undo_address_changes import undo_address_changes
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.forms import (
    CancelForm,
    CarrierForm,
    ForceForm,
    HoldForm,
    MemoForm,
    PaymentForm,
    ReleaseForm,
    WarehouseForm,
)
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.payments.conditions import GateFilter
from zhanggui.orders.payments.states import MODES
from zhanggui.orders.queries import holds_and_waybills_of
from zhanggui.orders.receivers.finding import newest_with_words, numbers_begun
from zhanggui.orders.receivers.sealed import FORGOTTEN
from zhanggui.orders.sending import look_only, wish_words
from zhanggui.orders.states import FINISHED_STATES, OPEN_STATES, HoldReason, OrderState
from zhanggui.orders.wording import CHANNEL_STATES, FLAGS
from zhanggui.people.models import Shop
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab, Way
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.desk.query import MOST_FOUND
from zhanggui.ui.desk.seen import Watched

STATE_TONES: dict[str, Tone] = {
    "unpaid": "muted",
    "to_review": "info",
    "reviewed": "good",
    "in_warehouse": "neutral",
    "partly_shipped": "warn",
    "shipped": "good",
    "completed": "muted",
    "cancelled": "muted",
}

DISAGREEING = Q(Exists(Hold.objects.filter(order_id=OuterRef("pk"), reason=HoldReason.CONFLICT)))
OPEN = [state.value for state in OPEN_STATES]


def shops_of(actor: Actor) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Shop.objects.visible_to(actor).order_by("name").values_list("pk", "name")]


def _queue(state: OrderState, title: Any, tone: str = "neutral", sort: str = "ship_by") -> Tab:
    is_open = state in OPEN_STATES
    reach = 0 if is_open else REACH
    return Tab(state.value, title, Q(state=state.value), tone=tone, sort=sort, gathered=is_open, reach=reach)


class OrderDesk(Desk):
    name = "orders"
    title = _("Orders")
    grant = "see_orders"
    model = Order
    icon = "shopping-cart"
    pages = [
        Page(_("Enter order"), "enter_order", "place_drafts", "pencil-plus"),
        Page(_("Import order file"), "hand_in_order_file", "import_orders", "file-import"),
        Page(_("Export with receivers"), "export_receivers", "export_receivers", "file-export"),
    ]
    sort = "-placed_at"
    watched = [
        Watched("state", _("State"), lambda state: OrderState(state).label),
        Watched("version", _("Version")),
        Watched("units", _("Pieces")),
        Watched("open_holds", _("Number of holds")),
        Watched("buyer_message", _("Buyer's message")),
        Watched("seller_memo", _("Seller's memo")),
        Watched("seller_flag", _("Flag"), lambda flag: FLAGS[flag][0]),
        Watched("warehouse_wish_id", _("Asked for: warehouse")),
        Watched("carrier_wish", _("Asked for: courier")),
    ]
    search = (
        "number", "buyer", "lines__parcel_lines__parcel__waybill", "lines__sku__code",
    )  # fmt: skip
    search_hint = _("Order no. / name / mobile or its tail / buyer / waybill / SKU")
    tabs = [
        Tab("to_review", _("To review"), Q(state="to_review", open_holds=0), "info", "ship_by", gathered=True),
        Tab(
            "held",
            _("On hold"),
            Q(open_holds__gt=0, state__in=[state.value for state in OPEN_STATES]),
            "warn",
            "ship_by",
            gathered=True,
        ),
        Tab("urgent", _("Urgent"), Q(urgent=True, state__in=OPEN), "bad", "ship_by", gathered=True),
        _queue(OrderState.REVIEWED, _("Reviewed")),
        _queue(OrderState.IN_WAREHOUSE, _("In warehouse")),
        _queue(OrderState.PARTLY_SHIPPED, _("Partly shipped"), tone="warn"),
        _queue(OrderState.SHIPPED, _("Shipped"), tone="muted", sort="-ship_by"),
        _queue(OrderState.COMPLETED, _("Completed"), tone="muted", sort="-ship_by"),
        _queue(OrderState.UNPAID, _("Unpaid"), tone="muted", sort="-placed_at"),
        _queue(OrderState.CANCELLED, _("Cancelled"), tone="muted", sort="-placed_at"),
        Tab("all", _("All"), sort="-placed_at", unsorted=("ship_by",), reach=REACH),
    ]
    columns = [
        Column("platform", _("Platform"), "chips", value=platform_chip, needs=("shop__channel",), width=84),
        Column("shop", _("Shop"), field="shop__name", width=112),
        Column("number", _("Order no."), link=True, width=158, sortable=False),
        Column(
            "goods", _("Goods"), value=goods_summary, needs=("goods", "line_count", "units"), width=174, sortable=False
        ),
        Column("units", _("Pieces"), "quantity", width=56, sortable=False),
        Column("paid", _("Paid"), "money", currency="currency", width=84),
        Column(
            "time_left",
            _("Time left"),
            "chips",
            value=lambda row: time_left(row["ship_by"], state=row["state"], at=now(), since=row["paid_at"]),
            needs=("ship_by", "state", "paid_at"),
            width=104,
        ),
        Column("holds", _("Holds"), "chips", by_page=True, width=112),
        Column(
            "remark",
            _("Remarks"),
            "chips",
            value=remark_chips,
            needs=("seller_flag", "buyer_message", "seller_memo", "remark_handled"),
            width=122,
        ),
        Column("region", _("Region"), value=region, needs=("receiver_state", "receiver_city"), width=116),
        Column("receiver", _("Receiver"), field="receiver_name_masked", width=66, sortable=False),
        Column("mobile", _("Mobile"), field="receiver_mobile_masked", width=104, sortable=False),
        Column(
            "collect_left",
            _("Until scanned"),
            "chips",
            value=lambda row: time_left(row["collect_by"], state=row["state"], at=now(), since=row["paid_at"]),
            needs=("collect_by", "state", "paid_at"),
            width=104,
        ),
        Column(
            "stopping",
            _("Stopping"),
            "chips",
            value=lambda row: stop_chips(row["stop_reason"]),
            needs=("stop_reason",),
            width=104,
            sortable=False,
        ),
        Column("buyer", _("Buyer"), mask=mask_name, width=76, sortable=False),
        Column("placed_at", _("Placed at"), "moment", width=100),
        Column("paid_at", _("Paid at"), "moment", width=100, sortable=False),
        Column("state", _("State"), "state", states=OrderState, tones=STATE_TONES, width=82, sortable=False),
        Column("ship_by", _("Ship by"), "moment", width=100),
        Column("collect_by", _("Collect by"), "moment", width=100, sortable=False),
        Column("waybills", _("Waybill"), by_page=True, width=140),
        Column("delivered_at", _("Delivered at"), "moment", width=100, sortable=False),
        Column(
            "wish",
            _("Asked for"),
            value=wish_words,
            needs=("warehouse_wish__name", "carrier_wish"),
            width=130,
            shown=False,
        ),
        Column(
            "channel_state",
            _("On the platform"),
            value=lambda row: str(CHANNEL_STATES[row["channel_state"]]),
            needs=("channel_state",),
            width=100,
            shown=False,
        ),
    ]
    filters = [
        ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of),
        HoldFilter("hold", _("Hold reason"), choices=HoldReason.choices),
        StageFilter(
            "stage",
            _("Stage"),
            choices=[
                ("to_review", _("To review")),
                ("to_plan", _("To plan")),
                ("held", _("On hold")),
                ("shortage", _("Out of stock")),
            ],
        ),
        CutOffFilter("cut_off", _("Cut-off"), field="ship_by", choices=cut_off_choices),
        RemarkFilter(
            "remark",
            _("Remarks"),
            choices=[("unread", _("Not handled")), ("message", _("Buyer's message")), ("memo", _("Seller's memo"))],
        ),
        FlagFilter("flag", _("Flag"), choices=[(str(flag), label) for flag, (label, _tone) in FLAGS.items()]),
        ChoiceFilter("payment", _("Way of paying"), field="payment_mode", choices=MODES),
        GateFilter(
            "gate", _("Payment gate"), choices=[("shut", _("Waits for payment")), ("open", _("Released by payment"))]
        ),
        SkuFilter("sku", _("Merchant code")),
        WaybillFilter("waybill", _("Waybill")),
        DateFilter("placed", _("Placed on"), field="placed_at", few_days=FEW_DAYS),
        PaidFilter("paid_on", _("Paid on"), field="paid_at"),
        DateFilter("delivered_on", _("Delivered on"), field="delivered_at", tabs=("shipped", "completed", "all")),
        *OPEN_FILTERS,
        *WIDE_FILTERS,
    ]
    actions = [
        Action(
            "review_orders", _("Review"), review_orders, "order_ids", key="r", icon="checks", look="primary",
            tabs=("to_review", "held", "all"), on_sheet=Q(state="to_review"),
            ways=(
                Way("requests_open", _("Settle requests"), "requests", key="s", tab="open"),
                Way("out_of_stock", _("To the shortage board"), "short-orders", key="b", tab="all"),
            ),
        ),
        Action(
            "force_review", _("Force review"), review_orders, "order_ids", icon="shield-exclamation", form=ForceForm,
            tabs=("to_review", "held", "shipped", "all"),
            on_sheet=Q(state__in=["to_review", "shipped"], units_shipped=0),
        ),
        Action(
            "reapply_rules", _("Ask rules again"), reapply_rules, "order_ids", icon="refresh",
            tabs=("to_review", "held", "all"), on_sheet=Q(state="to_review"),
        ),
        Action(
            "reapply_gifts", _("Apply gift rules anew"), reapply_gifts, "order_ids", icon="gift",
            confirm=_("Give {count} orders what the gift rules of now give?"),
            tabs=("to_review", "held", "all"), on_sheet=Q(state__in=["to_review", "reviewed"], units_claimed=0),
        ),
        Action(
            "hold_orders", _("Hold"), hold_orders, "order_ids", key="h", icon="hand-stop", form=HoldForm,
            tabs=("to_review", "held", "reviewed", "in_warehouse", "partly_shipped", "unpaid", "all"),
            on_sheet=Q(state__in=OPEN),
        ),
        Action(
            "release_orders", _("Release"), release_orders, "order_ids", key="u", icon="player-play", form=ReleaseForm,
            tabs=("held", "reviewed", "all"), on_sheet=Q(open_holds__gt=0),
        ),
        Action(
            "take_versions", _("Take the other version"), take_versions, "order_ids", icon="file-check",
            confirm=_("Take the version that {count} orders do not show? Parcels under way follow it."),
            tabs=("held",), on_sheet=DISAGREEING,
        ),
        Action(
            "keep_versions", _("Keep ours"), release_orders, "order_ids", grant="release_orders", icon="file-off",
            fixed={"reasons": (HoldReason.CONFLICT.value,)}, tabs=("held",), on_sheet=DISAGREEING,
        ),
        Action("rush_orders", _("Urgent"), rush_orders, "order_ids", key="w", icon="bolt", undo="calm_orders",
            tabs=("to_review", "held", "reviewed", "in_warehouse", "all"), on_sheet=Q(state__in=OPEN, urgent=False),
        ),
        Action(
            "calm_orders", _("Not urgent"), rush_orders, "order_ids", grant="rush_orders", icon="bolt-off",
            fixed={"urgent": False}, tabs=("urgent",), on_sheet=Q(state__in=OPEN, urgent=True),
        ),
        Action(
            "handle_remarks", _("Remarks handled"), handle_remarks, "order_ids", key="m", icon="message-check",
            vouches=True, tabs=("to_review", "held", "reviewed", "all"),
            on_sheet=(~Q(buyer_message="") | ~Q(seller_memo="")) & Q(remark_handled=False),
        ),
        Action(
            "apply_bundles", _("Apply bundles"), apply_bundles, "order_ids", icon="packages",
            tabs=("to_review", "reviewed", "unpaid", "all"),
            on_sheet=Q(state__in=("unpaid", "to_review", "reviewed"), units_claimed=0),
        ),
        Action("write_memos", _("Write memo"), write_memos, "order_ids", icon="flag", form=MemoForm),
        Action(
            "record_payments", _("Record payment"), record_payments, "order_ids", icon="cash", form=PaymentForm,
            tabs=("to_review", "held", "unpaid", "all"), on_sheet=Q(state__in=OPEN),
        ),
        Action(
            "reserve_balances", _("Reserve balance"), reserve_balances, "order_ids", icon="wallet",
            tabs=("to_review", "all"), on_sheet=Q(state__in=OPEN, payment_mode="prepaid"),
        ),
        Action(
            "copy_orders", _("Copy"), copy_orders, "order_ids", icon="copy", opens="/orders/enter?copy_of={id}",
        ),
        Action(
            "choose_warehouses", _("Send from"), choose_warehouses, "order_ids", icon="building-warehouse",
            form=WarehouseForm, tabs=("to_review", "held", "reviewed", "all"), undo="restore_wishes",
            on_sheet=Q(state__in=("to_review", "reviewed")),
        ),
        Action(
            "choose_carriers", _("Send with"), choose_carriers, "order_ids", key="k", icon="truck-delivery",
            form=CarrierForm, tabs=("to_review", "held", "reviewed", "all"), undo="restore_wishes",
            on_sheet=Q(state__in=("to_review", "reviewed")),
        ),
        Action(
            "restore_wishes", _("As asked before"), restore_wishes, "order_ids", icon="arrow-back-up",
            tabs=("to_review", "held", "reviewed"), on_sheet=Q(state__in=("to_review", "reviewed")),
        ),
        Action(
            "preview_costs", _("Freight of the selection"), look_only, "order_ids", grant="see_parcels",
            icon="calculator", tabs=("to_review", "held", "reviewed"),
            on_sheet=Q(state__in=("to_review", "reviewed")), opens="/places/costs?orders={ids}",
        ),
        Action(
            "change_addresses", _("Change the address"), look_only, "order_ids", key="e", icon="map-pin",
            tabs=("to_review", "held", "reviewed", "in_warehouse", "partly_shipped", "unpaid", "all"),
            on_sheet=Q(state__in=OPEN), opens="/orders/address?ids={ids}",
        ),
        Action(
            "undo_address_changes", _("Take the address back"), undo_address_changes, "order_ids",
            icon="arrow-back-up", tabs=("to_review", "held", "reviewed", "all"),
            on_sheet=Q(state__in=OPEN, address_changes__ended_at__isnull=True, address_changes__isnull=False),
        ),
        Action(
            "cancel_orders", _("Cancel orders"), cancel_orders, "order_ids", icon="ban", look="danger", form=CancelForm,
            confirm=_("Cancel {count} orders? Parcels under way are stopped."), undo="reopen_orders",
            tabs=("to_review", "held", "reviewed", "in_warehouse", "unpaid", "all"),
            on_sheet=Q(state__in=OPEN, units_shipped=0),
        ),
        Action(
            "reopen_orders", _("Open again"), reopen_orders, "order_ids", icon="arrow-back-up",
            confirm=_("Take back the cancellation of {count} orders?"), tabs=("cancelled",),
            on_sheet=Q(state="cancelled") & ~Q(channel_state__in=["cancelled", "closed_refunded"]),
        ),
        Action(
            "forget_receivers", _("Forget the receiver"), forget_receivers, "order_ids", icon="eraser", look="danger",
            confirm=_("Forget the whole words of {count} receivers? Nobody can read them again."),
            tabs=("shipped", "completed", "cancelled"),
            on_sheet=Q(state__in=FINISHED_STATES) & ~Q(receiver_sealed__in=[b"", FORGOTTEN]),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Order]:
        return Order.objects.visible_to(actor).select_related("shop")

    def found_by(self, tokens: Sequence[str], actor: Actor) -> list[Q]:
        found = newest_with_words(tokens, actor=actor, most=MOST_FOUND)
        if len(tokens) == 1:
            found |= numbers_begun(tokens[0], actor=actor, most=MOST_FOUND)
        return [*super().found_by(tokens, actor), *([Q(pk__among=found)] if found else [])]

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """Holds and waybills: one statement for the page."""
        holds, waybills = holds_and_waybills_of(ids)
        return {pk: {"holds": hold_chips(holds.get(pk, ())), "waybills": " ".join(waybills.get(pk, ()))} for pk in ids}
