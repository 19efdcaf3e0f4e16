"""The sheet of one order: what was bought, why it waits, who gets it, what review saw, what the platform sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.orders.desks import STATE_TONES, GiftRuleDesk, OrderDesk, ReviewRuleDesk
from zhanggui.orders.desks.chips import both_left, stop_chips
from zhanggui.orders.gifting.shown import (
    gift_rehearsals_of,
    gift_rule_head,
    gift_versions,
    gifts_shown,
    latest_grants,
)
from zhanggui.orders.importing.disputes import dispute_shown
from zhanggui.orders.lines.shown import items_of, lines_of
from zhanggui.orders.models import GiftRule, Order, ReviewRule
from zhanggui.orders.questions.shown import questions_shown
from zhanggui.orders.receivers.shown import masked_receiver
from zhanggui.orders.remarks.shown import payment_shown, requests_shown
from zhanggui.orders.rules.looks import SEE_RECEIVER
from zhanggui.orders.rules.remarks.reading import is_only_courtesy
from zhanggui.orders.rules.states import PLATFORM_HOLDS
from zhanggui.orders.ruling.shown import rehearsals_of, rule_head, rule_run, rule_versions
from zhanggui.orders.ruling.thresholds import twins_shown
from zhanggui.orders.sheet_reads import reads_of
from zhanggui.orders.shortages.sheets import ShortageSlipSheet
from zhanggui.orders.states import OrderState
from zhanggui.orders.wording import (
    CHANNEL_STATES,
    FLAGS,
    RULE_TITLES,
    SNAPSHOT_KINDS,
    came_by,
    check_words,
    note_words,
    platform_name,
)
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Badge, Fields, Lines, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of

__all__ = ["GiftRuleSheet", "OrderSheet", "ReviewRuleSheet", "ShortageSlipSheet"]


def head_of(order: Order, actor: Actor) -> Mapping[str, Any]:
    shop = order.shop
    return vars(order) | {
        "platform": platform_name(shop.channel),
        "shop": shop.name,
        "channel_state": CHANNEL_STATES[order.channel_state],
        "parcels": _links(reads_of(order).parcels, actor),
        "waybills": _links(reads_of(order).waybills, actor),
    }


def _links(parcels: Mapping[int, str], actor: Actor) -> list[Mapping[str, str]]:
    return [link for pk, name in parcels.items() for link in sheet_link("parcels", pk, name, actor)]


def holds_shown(order: Order, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "reason": [
                {"label": hold.get_reason_display(), "tone": "bad" if hold.reason in PLATFORM_HOLDS else "warn"}
            ],
            "note": note_words(hold.reason, hold.note),
            "placed_by": hold.placed_by,
            "placed_at": hold.placed_at,
            "until": hold.until,
        }
        for hold in reads_of(order).holds
    ]


def remarks_of(order: Order, actor: Actor) -> Mapping[str, Any]:
    flag = FLAGS.get(order.seller_flag)
    is_polite = (
        order.remark_handled
        and not order.seller_memo
        and is_only_courtesy(order.buyer_message, on=company_day(order.placed_at))
    )
    return {
        "flag": [{"label": flag[0], "tone": flag[1]}] if flag else [],
        "buyer_message": order.buyer_message,
        "seller_memo": order.seller_memo,
        "remark_handled": order.remark_handled if order.buyer_message or order.seller_memo else "",
        "remark_why": _t("Read by itself: the message asks for nothing, it is only polite.") if is_polite else "",
    }


def trace_of(order: Order, actor: Actor) -> Mapping[str, Any]:
    review = reads_of(order).review
    if review is None:
        return {"review": None}
    asked = []
    for rule, passed, seen, *how in review.trace:
        told = twins_shown(seen, actor) if rule == "duplicate" and seen else seen
        words = told if passed and not how else check_words(rule, told)
        asked.append((RULE_TITLES.get(rule, rule), passed, words, how))
    return {"review": review, "rules": asked, "is_old": review.order_version != order.version}


def snapshots_shown(order: Order, actor: Actor) -> Mapping[str, Any]:
    rows = [
        (snapshot, *SNAPSHOT_KINDS[snapshot.kind], came_by(snapshot.source)) for snapshot in reads_of(order).snapshots
    ]
    return {"snapshots": rows, "may_open": actor.may(SEE_RECEIVER)}


class OrderSheet(Sheet):
    desk = OrderDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("platform", _("Platform")),
                Column("shop", _("Shop")),
                Column("paid", _("Paid"), "money", currency="currency"),
                Column("freight", _("Freight"), "money", currency="currency"),
                Column("discount", _("Discount"), "money", currency="currency"),
                Column("channel_state", _("On the platform")),
                Column("placed_at", _("Placed at"), "moment"),
                Column("paid_at", _("Paid at"), "moment"),
                Column("ship_by", _("Ship by"), "moment"),
                Column("collect_by", _("Collect by"), "moment"),
                Column("delivered_at", _("Delivered at"), "moment"),
                Column("parcels", _("Parcel no."), "links"),
                Column("waybills", _("Waybill"), "links"),
            ],
            read=head_of,
        ),
        Lines(
            _("Lines"),
            [
                Column("sku_code", _("Merchant code"), link=True),
                Column("title", _("Goods")),
                Column("spec", _("Specification")),
                Column("matched", "", "chips"),
                Column("price", _("Price"), "money", shown=False),
                Column("ordered", _("Ordered"), "quantity"),
                Column("amount", _("Amount"), "money"),
                Column("refund", _("Refund"), "chips"),
                Column("claimed", _("Claimed"), "quantity", shown=False),
                Column("picked", _("Picked"), "quantity", shown=False),
                Column("packed", _("Packed"), "quantity", shown=False),
                Column("shipped_of", _("Shipped"), "progress"),
            ],
            read=lines_of,
            link=lambda row: f"/sheet/skus/{row['sku_id']}/" if row["sku_id"] else "",
        ),
        Partial(_("Data that disagree"), "orders/dispute.html", read=dispute_shown),
        Partial(_("Warehouse questions"), "orders/questions.html", read=questions_shown),
        Partial(_("Requests"), "orders/requests.html", read=requests_shown),
        Partial(_("Binding, exchange, taking out"), "orders/items.html", read=items_of),
        Partial(_("Gifts"), "orders/gifts.html", read=gifts_shown),
        Lines(
            _("Holds"),
            [
                Column("reason", _("Reason"), "chips"),
                Column("note", _("Note")),
                Column("placed_by", _("By"), "person"),
                Column("placed_at", _("Since"), "moment"),
                Column("until", _("Until"), "moment"),
            ],
            read=holds_shown,
        ),
        Partial(_("Review"), "orders/trace.html", read=trace_of),
        Partial(_("Rules asked"), "orders/rule_run.html", read=rule_run),
        Partial(_("What the platform sent"), "orders/snapshots.html", read=snapshots_shown),
    ]
    side = [
        Partial(_("Receiver"), "orders/receiver.html", read=masked_receiver),
        Fields(
            _("Remarks"),
            [
                Column("flag", _("Flag"), "chips"),
                Column("buyer_message", _("Buyer's message")),
                Column("seller_memo", _("Seller's memo")),
                Column("remark_handled", _("Handled"), "flag"),
                Column("remark_why", _("Why")),
            ],
            read=remarks_of,
        ),
        Partial(_("Payment"), "orders/payment.html", read=payment_shown),
    ]

    def badges(self, order: Order, actor: Actor) -> Sequence[Badge]:
        left = both_left(order.ship_by, order.collect_by, state=order.state, at=now())
        return [
            Badge(OrderState(order.state).label, STATE_TONES[order.state]),
            *(Badge(chip["label"], chip["tone"]) for chip in [*stop_chips(order.stop_reason), *left]),
        ]

    def timeline(self, order: Order, actor: Actor) -> Sequence[Event]:
        return timeline_of([("order", [order.pk]), ("parcel", list(reads_of(order).parcels))])


class ReviewRuleSheet(Sheet):
    desk = ReviewRuleDesk
    sections = [
        Partial(_("What it says"), "orders/rule_head.html", read=rule_head),
        Lines(
            _("Rehearsals"),
            [
                Column("asked_at", _("Rehearsed at"), "moment", link=True),
                Column("asked_by", _("By"), "person"),
                Column("looked", _("Orders"), "quantity"),
                Column("matched", _("Holds for"), "quantity"),
                Column("pass", _("Would pass"), "quantity"),
                Column("hold", _("Would hold"), "quantity"),
                Column("change", _("Would change"), "quantity"),
            ],
            read=rehearsals_of,
            link=lambda row: reverse("rehearsal", args=[row["id"]]),
        ),
        Partial(_("Versions"), "orders/rule_versions.html", read=rule_versions),
    ]

    def badges(self, rule: ReviewRule, actor: Actor) -> Sequence[Badge]:
        return [Badge(_t("On") if rule.is_on else _t("Off"), "good" if rule.is_on else "muted")]

    def timeline(self, rule: ReviewRule, actor: Actor) -> Sequence[Event]:
        return timeline_of([("rule", [rule.pk]), ("rehearsal", list(rule.rehearsals.values_list("pk", flat=True)))])


class GiftRuleSheet(Sheet):
    desk = GiftRuleDesk
    sections = [
        Partial(_("What it says"), "orders/gift_rule_head.html", read=gift_rule_head),
        Lines(
            _("Given last"),
            [
                Column("order", _("Order no."), link=True),
                Column("number", _("Version"), "quantity"),
                Column("times", _("Times"), "quantity"),
                Column("pieces", _("Pieces"), "quantity"),
                Column("money", _("At cost"), "money", grant="see_cost"),
                Column("given_at", _("Given at"), "moment"),
                Column("taken_back_at", _("Taken back at"), "moment"),
            ],
            read=latest_grants,
            link=lambda row: f"/sheet/orders/{row['order_id']}/",
        ),
        Lines(
            _("Rehearsals"),
            [
                Column("asked_at", _("Rehearsed at"), "moment", link=True),
                Column("asked_by", _("By"), "person"),
                Column("looked", _("Orders"), "quantity"),
                Column("orders", _("Would get it"), "quantity"),
                Column("pieces", _("Pieces"), "quantity"),
                Column("money", _("At cost"), "money", grant="see_cost"),
            ],
            read=gift_rehearsals_of,
            link=lambda row: reverse("gift_rehearsal", args=[row["id"]]),
        ),
        Partial(_("Versions"), "orders/rule_versions.html", read=gift_versions),
    ]

    def badges(self, rule: GiftRule, actor: Actor) -> Sequence[Badge]:
        return [Badge(_t("On") if rule.is_on else _t("Off"), "good" if rule.is_on else "muted")]

    def timeline(self, rule: GiftRule, actor: Actor) -> Sequence[Event]:
        rehearsals = list(rule.rehearsals.values_list("pk", flat=True))
        return timeline_of([("gift_rule", [rule.pk]), ("gift_rehearsal", rehearsals)])
