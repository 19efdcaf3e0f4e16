"""The desks of the lines to platforms: shops with their health, notices, what could not be read."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from procrastinate.exceptions import AlreadyEnqueued

from zhanggui.channels.chips import LINK_TONES, NOTICE_TONES, lag_chip
from zhanggui.channels.flows.fetch_unread import fetch_unread
from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.flows.set_shares import ShareDraft, set_shares
from zhanggui.channels.flows.settle_notices import settle_notices
from zhanggui.channels.forms import PauseForm, ShareForm
from zhanggui.channels.health.figures import shop_health
from zhanggui.channels.jobs import publish_soon, pull_shop, read_shop_listings
from zhanggui.channels.listing_desk import ListingDesk
from zhanggui.channels.models import Notice, Unread
from zhanggui.channels.refund_desk import RefundDesk
from zhanggui.channels.states import LinkState, NoticeState, UnreadKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.desks import shops_of
from zhanggui.orders.desks.chips import deadline
from zhanggui.orders.wording import platform_name
from zhanggui.people.models import Shop
from zhanggui.ui.desk import Action, ChoiceFilter, Column, Desk, Page, Tab, TextFilter


def pull_soon(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Each shop has a job that pulls it; one that waits for a job already gets no second."""
    for shop_id in shop_ids:
        with suppress(AlreadyEnqueued):
            pull_shop.configure(queueing_lock=f"channels.pull_shop:{shop_id}").defer(shop_id=shop_id)
    return Outcome(done=list(shop_ids))


def publish_now(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """The listings of each shop are weighed anew, and a job tells its platform what has changed."""
    outcome = match_shops(shop_ids=shop_ids, actor=actor, at=at)
    publish_soon(shop_ids)
    return outcome


def read_soon(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Each shop has a job that reads what it offers."""
    for shop_id in shop_ids:
        with suppress(AlreadyEnqueued):
            read_shop_listings.configure(queueing_lock=f"channels.read_listings:{shop_id}").defer(shop_id=shop_id)
    return Outcome(done=list(shop_ids))


def give_shares(*, shop_ids: Sequence[int], actor: Actor, at: datetime, **share: Any) -> Outcome[int]:
    """Each of these shops has this share."""
    return set_shares(shares=[ShareDraft(shop_id, **share) for shop_id in shop_ids], actor=actor, at=at)


__all__ = ["ListingDesk", "NoticeDesk", "RefundDesk", "ShopDesk", "UnreadDesk"]


class ShopDesk(Desk):
    name = "shops"
    title = _("Shops")
    grant = "see_channels"
    model = Shop
    icon = "building-store"
    document = "name"
    sort = "code"
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("working", _("Working"), Q(link__state=LinkState.WORKING), tone="good"),
        Tab("paused", _("Paused"), Q(link__state=LinkState.PAUSED), tone="warn"),
        Tab("expired", _("Expired"), Q(link__state=LinkState.EXPIRED), tone="bad"),
        Tab("unlinked", _("Not linked"), Q(link__isnull=True)),
    ]
    columns = [
        Column("name", _("Shop"), link=True, width=170, frozen=True, sortable=False),
        Column("code", _("Code"), width=90),
        Column("channel", _("Platform"), value=lambda row: platform_name(row["channel"]), needs=("channel",), width=90),
        Column("state", _("State"), "state", field="link__state", states=LinkState, tones=LINK_TONES, width=100),
        Column("lag", _("Covered"), "chips", by_page=True, width=110),
        Column("orders_today", _("Orders today"), "quantity", by_page=True, width=96),
        Column(
            "missing",
            pgettext_lazy("audit", "Missing"),
            "quantity",
            by_page=True,
            width=84,
            opens="/shops/{id}/audits#missing",
        ),
        Column("errors", _("Errors in 24 hours"), "quantity", by_page=True, width=110, opens="/shops/{id}/troubles"),
        Column(
            "notices_queued",
            _("To tell"),
            "quantity",
            by_page=True,
            width=84,
            opens="/desk/notices/?tab=queued&shop={id}",
        ),
        Column(
            "notices_refused",
            _("Refused"),
            "quantity",
            by_page=True,
            width=84,
            opens="/desk/notices/?tab=refused&shop={id}",
        ),
        Column("unread", _("Unread"), "quantity", by_page=True, width=84, opens="/desk/unread/?shop={id}"),
        Column("expires_at", _("Authorised until"), "moment", field="link__expires_at", width=120),
        Column("pulled_at", _("Last pulled"), "moment", field="link__pulled_at", width=120),
        Column("trouble", _("Trouble"), field="link__trouble", width=320),
    ]
    actions = [
        Action("pull_orders", _("Pull now"), pull_soon, "shop_ids", key="p", icon="cloud-download", look="primary"),
        Action("publish_stock", _("Publish stock"), publish_now, "shop_ids", icon="packages"),
        Action(
            "set_shares", _("Share of stock"), give_shares, "shop_ids", icon="chart-pie", form=ShareForm,
        ),
        Action("read_listings", _("Read listings"), read_soon, "shop_ids", grant="publish_stock", icon="tags"),
        Action(
            "pause_links", _("Pause"), pause_links, "shop_ids", icon="player-pause", form=PauseForm,
            on_sheet=Q(link__state="working"),
        ),
        Action(
            "resume_links", _("Resume"), resume_links, "shop_ids", grant="pause_links", icon="player-play",
            on_sheet=Q(link__state="paused"),
        ),
    ]  # fmt: skip

    pages = [Page(_("Channel health"), "channel_health", "see_channels", "heartbeat")]

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        return {
            health.shop_id: {
                "lag": lag_chip(health.lag) if health.state == LinkState.WORKING else [],
                "orders_today": health.orders_today,
                "missing": health.missing,
                "errors": health.errors,
                "notices_queued": health.notices_queued,
                "notices_refused": health.notices_refused,
                "unread": health.unread,
            }
            for health in shop_health(actor=actor, at=now())
        }


def left_to_tell(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How long until the platform counts the order as sent late; nothing once it knows."""
    return [] if row["state"] == NoticeState.TOLD else list(deadline(row["order__ship_by"], at=now()))


class NoticeDesk(Desk):
    name = "notices"
    title = _("Shipment notices")
    grant = "see_channels"
    model = Notice
    icon = "send"
    document = "parcel__number"
    has_sheet = False
    search = ("order__number", "parcel__number", "parcel__waybill")
    search_hint = _("Order no. / parcel / waybill")
    tabs = [
        Tab("refused", _("Platform refused"), Q(state=NoticeState.REFUSED), tone="bad"),
        Tab("in_vain", _("Told in vain"), Q(state=NoticeState.IN_VAIN), tone="bad"),
        Tab("queued", _("To be told"), Q(state=NoticeState.QUEUED), tone="info"),
        Tab("told", _("Told"), Q(state=NoticeState.TOLD), tone="good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("shop", _("Shop"), field="shop__name", width=130),
        Column("order", _("Order no."), field="order__number", width=180),
        Column("parcel", _("Parcel"), field="parcel__number", width=140),
        Column("waybill", _("Waybill"), field="parcel__waybill", width=150),
        Column(
            "left",
            _("Time left"),
            "chips",
            value=left_to_tell,
            needs=("order__ship_by", "state"),
            width=112,
            sortable=False,
        ),
        Column("state", _("State"), "state", states=NoticeState, tones=NOTICE_TONES, width=100, sortable=False),
        Column("tries", _("Tries"), "quantity", width=70, sortable=False),
        Column("trouble", _("Trouble"), width=360, sortable=False),
        Column("queued_at", _("Queued"), "moment", width=110, sortable=False),
        Column("settled_by", _("Settled by"), "person", width=110, sortable=False, shown=False),
        Column("told_at", _("Told"), "moment", width=110, sortable=False),
    ]
    filters = [
        ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of),
        TextFilter("order", _("Order no."), field="order__number"),
    ]
    actions = [
        Action(
            "retry_notices", _("Tell again"), retry_notices, "notice_ids", key="t", icon="repeat", look="primary",
            tabs=("refused", "all"),
        ),
        Action(
            "settle_notices", _("Platform is right again"), settle_notices, "notice_ids", icon="check",
            tabs=("in_vain",),
        ),
    ]  # fmt: skip


class UnreadDesk(Desk):
    name = "unread"
    title = _("Unread orders and refunds")
    grant = "see_channels"
    model = Unread
    icon = "file-alert"
    document = "number"
    has_sheet = False
    search = ("number",)
    search_hint = _("Order no.")
    columns = [
        Column("shop", _("Shop"), field="shop__name", width=130),
        Column("number", _("Order no."), width=190, sortable=False),
        Column(
            "kind",
            _("What"),
            "state",
            states=UnreadKind,
            tones={"order": "neutral", "refund": "info"},
            width=80,
            sortable=False,
        ),
        Column("sentence", _("Why it could not be read"), width=520),
        Column("code", _("Code of the reason"), width=170, shown=False),
        Column("seen_at", _("Seen"), "moment", width=110),
    ]
    filters = [ChoiceFilter("shop", _("Shop"), field="shop_id", choices=shops_of)]
    actions = [
        Action(
            "fetch_unread", _("Fetch again"), fetch_unread, "unread_ids", grant="pull_orders", key="p",
            icon="cloud-download", look="primary",
        )
    ]  # fmt: skip
