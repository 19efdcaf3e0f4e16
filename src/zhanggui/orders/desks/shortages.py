"""The lists of shortage slips, purchase suggestions and messages to buyers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.masking import mask_name
from zhanggui.orders.flows.close_shortage_slips import close_shortage_slips
from zhanggui.orders.flows.mark_messages_sent import mark_messages_sent
from zhanggui.orders.flows.requeue_messages import requeue_messages
from zhanggui.orders.flows.sign_shortage_slips import sign_shortage_slips
from zhanggui.orders.flows.unsign_shortage_slips import unsign_shortage_slips
from zhanggui.orders.flows.withdraw_messages import withdraw_messages
from zhanggui.orders.flows.withdraw_purchase_wishes import withdraw_purchase_wishes
from zhanggui.orders.models import BuyerMessage, Order, PurchaseWish, ShortageSlip
from zhanggui.orders.shortages.shown import cause_chips, open_slips
from zhanggui.orders.shortages.states import MessageState, SlipState, WishState
from zhanggui.ui.desk import Action, Column, Desk, Tab
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.links import sheet_link

SLIP_TONES: dict[str, Tone] = {"open": "warn", "signed": "info", "closed": "muted"}
MESSAGE_TONES: dict[str, Tone] = {"queued": "warn", "sent": "good", "withdrawn": "muted"}
WISH_TONES: dict[str, Tone] = {"open": "warn", "withdrawn": "muted"}


class ShortageSlipDesk(Desk):
    name = "shortage-slips"
    title = _("Shortage slips")
    grant = "see_orders"
    model = ShortageSlip
    icon = "file-alert"
    tabs = [
        Tab("open", _("To sign off"), Q(state="open"), "warn"),
        Tab("signed", pgettext_lazy("slip", "Signed off"), Q(state="signed"), "info"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Shortage slip"), link=True, width=160, frozen=True),
        Column("state", _("State"), "state", states=SlipState, tones=SLIP_TONES, width=100),
        Column("orders", _("Orders"), "quantity", width=80, sortable=False),
        Column("pieces", _("Missing"), "quantity", width=90, sortable=False),
        Column("note", _("Note"), width=260, sortable=False),
        Column("opened_by", _("Written by"), "person", sortable=False),
        Column("opened_at", _("Written at"), "moment", sortable=False),
        Column("signed_by", pgettext_lazy("shortage", "Signed by"), "person", sortable=False),
        Column("signed_at", _("Signed at"), "moment", sortable=False),
        Column("closed_at", _("Closed at"), "moment", sortable=False),
    ]
    search = ("number", "lines__order__number")
    search_hint = _("Slip no. / order no.")
    actions = [
        Action(
            "sign_shortage_slips", _("Sign off"), sign_shortage_slips, "slip_ids", key="s", icon="signature",
            look="primary", tabs=("open", "all"), on_sheet=Q(state="open"), undo="unsign_shortage_slips",
        ),
        Action(
            "print_shortage_slips", _("Print"), open_slips, "slip_ids", grant="see_orders", key="p", icon="printer",
            opens="/papers/shortage-slip?slip={id}",
        ),
        Action(
            "unsign_shortage_slips", _("Take back the signature"), unsign_shortage_slips, "slip_ids",
            icon="arrow-back-up", tabs=("signed", "all"), on_sheet=Q(state="signed"),
        ),
        Action(
            "close_shortage_slips", _("Close"), close_shortage_slips, "slip_ids", icon="archive",
            confirm=_("Close {count} shortage slips? Their orders can then be put on another."),
            on_sheet=~Q(state="closed"),
        ),
    ]  # fmt: skip


class PurchaseWishDesk(Desk):
    name = "purchase-wishes"
    title = _("Purchase advice")
    grant = "see_stock"
    model = PurchaseWish
    icon = "shopping-cart-plus"
    document = "sku__code"
    has_sheet = False
    sort = "needed_by"
    tabs = [Tab("open", pgettext_lazy("wish", "Open"), Q(state="open"), "warn"), Tab("all", _("All"))]
    columns = [
        Column("code", _("Merchant code"), field="sku__code", width=170, frozen=True, sortable=False),
        Column("name", _("Goods"), field="sku__product__name", width=240, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", sortable=False),
        Column("quantity", pgettext_lazy("wish", "Quantity"), "quantity", width=90, sortable=False),
        Column("orders", _("Orders waiting"), "quantity", width=100, sortable=False),
        Column("needed_by", _("First to ship by"), "moment"),
        Column(
            "causes",
            pgettext_lazy("shortage", "Cause"),
            "chips",
            value=lambda row: cause_chips(row["causes"]),
            needs=("causes",),
            width=260,
        ),
        Column("state", _("State"), "state", states=WishState, tones=WISH_TONES, width=100),
        Column("wished_by", _("Suggested by"), "person", sortable=False),
        Column("wished_at", _("Suggested at"), "moment", sortable=False),
    ]
    search = ("sku__code",)
    search_hint = _("Merchant code")
    actions = [
        Action(
            "withdraw_purchase_wishes", _("Withdraw"), withdraw_purchase_wishes, "wish_ids", icon="arrow-back-up",
            tabs=("open",),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[PurchaseWish]:
        rows = PurchaseWish.objects.all()
        return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


class BuyerMessageDesk(Desk):
    """What to tell buyers, one text per order, to copy to where the platform lets people write."""

    name = "buyer-messages"
    title = _("Messages to buyers")
    grant = "see_orders"
    model = BuyerMessage
    icon = "message-2"
    document = "order__number"
    has_sheet = False
    tabs = [
        Tab("queued", pgettext_lazy("message", "To send"), Q(state="queued"), "warn", sort="pk"),
        Tab("sent", pgettext_lazy("message", "Sent"), Q(state="sent"), "good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("shop", _("Shop"), field="order__shop__name", sortable=False),
        Column("buyer", _("Buyer"), field="order__buyer", mask=mask_name, width=76, sortable=False),
        Column("text", _("Message"), "copy", width=560, sortable=False),
        Column("state", _("State"), "state", states=MessageState, tones=MESSAGE_TONES, width=90),
        Column("queued_by", _("Written by"), "person", sortable=False),
        Column("queued_at", _("Written at"), "moment", sortable=False),
        Column("sent_by", _("Sent by"), "person", sortable=False),
        Column("sent_at", _("Sent at"), "moment", sortable=False),
    ]
    search = ("order__number",)
    search_hint = _("Order no.")
    actions = [
        Action(
            "mark_messages_sent", pgettext_lazy("message", "Sent"), mark_messages_sent, "message_ids", key="s",
            icon="checks", look="primary", tabs=("queued",), undo="requeue_messages",
        ),
        Action(
            "requeue_messages", _("Not sent after all"), requeue_messages, "message_ids", icon="arrow-back-up",
            tabs=("sent",),
        ),
        Action(
            "withdraw_messages", _("Withdraw"), withdraw_messages, "message_ids", icon="trash", tabs=("queued",),
        ),
    ]  # fmt: skip

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The order of each message: one statement for the page."""
        rows = Order.objects.filter(messages__pk__in=list(ids)).values_list("messages__pk", "pk", "number")
        return {pk: {"order": sheet_link("orders", order_id, number, actor)} for pk, order_id, number in rows}
