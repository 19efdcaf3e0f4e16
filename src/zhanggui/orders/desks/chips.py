"""Cells of an order worked out from several of its values: what a reviewer must see at a glance."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhanggui.orders.models import Hold
from zhanggui.orders.rules.lateness import is_late
from zhanggui.orders.rules.pool import STEPS, share_gone
from zhanggui.orders.rules.regions import short
from zhanggui.orders.rules.states import PLATFORM_HOLDS
from zhanggui.orders.rules.stops import stop_words
from zhanggui.orders.states import HoldReason, OrderState
from zhanggui.orders.wording import FLAGS, PLATFORM_TONES, note_words, platform_name

WAITING = (OrderState.TO_REVIEW, OrderState.REVIEWED, OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED)
HOURS_TO_HURRY = 6
Row = Mapping[str, Any]
Chips = list[dict[str, Any]]


def goods_summary(row: Row) -> str:
    """The first line in words, and how many pieces in all when there are more lines."""
    if row["line_count"] > 1:
        return _("{goods} and more, {count} pieces in all").format(goods=row["goods"], count=row["units"])
    return str(row["goods"])


def platform_chip(row: Row) -> Chips:
    channel = row["shop__channel"]
    return [{"label": platform_name(channel), "tone": PLATFORM_TONES.get(channel, "neutral")}]


def region(row: Row) -> str:
    """Province and city as people say them: 浙江 杭州, 内蒙古 呼伦贝尔, 北京."""
    state, city = short(row["receiver_state"]), short(row["receiver_city"])
    return f"{state} {city}" if city and city != state else state


def time_left(ship_by: datetime | None, *, state: str, at: datetime, since: datetime | None = None) -> Chips:
    """How long until the order must have left, coloured by the share of the time `since` that is gone where that is
    known; nothing once it no longer waits."""
    if state not in WAITING:
        return []
    return share_chips(since, ship_by, at=at) if since and ship_by else deadline(ship_by, at=at)


def both_left(ship_by: datetime | None, collect_by: datetime | None, *, state: str, at: datetime) -> Chips:
    """Both deadlines where no head of a column says which is which."""
    if state not in WAITING:
        return []
    scans = [{**chip, "label": _("scan: {left}").format(left=chip["label"])} for chip in deadline(collect_by, at=at)]
    return [*deadline(ship_by, at=at), *scans]


def deadline(ship_by: datetime | None, *, at: datetime) -> Chips:
    """How long until then: red when late or nearly so, amber when close. Orders and parcels show it alike."""
    if ship_by is None:
        return []
    minutes = int((ship_by - at).total_seconds() // 60)
    title = f"{timezone.localtime(ship_by):%Y-%m-%d %H:%M}"
    hours, days = abs(minutes) // 60, abs(minutes) // 1440
    count = days if days >= 2 else hours or abs(minutes)
    if is_late(ship_by, at=at):
        words = _("{count} d late") if days >= 2 else _("{count} h late") if hours else _("{count} min late")
        return [{"label": words.format(count=count), "tone": "bad", "title": title}]
    words = _("{count} d left") if days >= 2 else _("{count} h left") if hours else _("{count} min left")
    tone = "bad" if hours < 1 else "warn" if hours < HOURS_TO_HURRY else "muted"
    return [{"label": words.format(count=count), "tone": tone, "title": title}]


def share_chips(since: datetime, due: datetime, *, at: datetime) -> Chips:
    """How long until `due`, coloured by how much of the time since is gone: amber from half, red from four fifths."""
    gone = share_gone(since=since, due=due, at=at)
    tone = "bad" if gone >= STEPS[1] else "warn" if gone >= STEPS[0] else "muted"
    [chip] = deadline(due, at=at)
    return [{**chip, "tone": "bad" if is_late(due, at=at) else tone}]


def remark_chips(row: Row) -> Chips:
    """Flag, buyer's message and our memo in one letter each; the words are in the tip."""
    chips: Chips = []
    if row["seller_flag"] in FLAGS:
        label, tone = FLAGS[row["seller_flag"]]
        chips.append({"label": "⚑", "tone": tone, "title": str(label)})
    read = row["remark_handled"]
    if row["buyer_message"].strip():
        chips.append({"label": _("Message"), "tone": "muted" if read else "warn", "title": row["buyer_message"]})
    if row["seller_memo"].strip():
        chips.append({"label": _("Memo"), "tone": "muted" if read else "warn", "title": row["seller_memo"]})
    return chips


def stop_chips(reason: str) -> Chips:
    """While parcels of an order are asked to stop: that they are, and why."""
    return [{"label": _("Stopping: {reason}").format(reason=stop_words(reason)), "tone": "bad"}] if reason else []


def hold_chips(holds: Sequence[Hold]) -> Chips:
    return [
        {
            "label": str(HoldReason(hold.reason).label),
            "tone": "bad" if hold.reason in PLATFORM_HOLDS else "warn",
            "title": " · ".join(filter(None, [hold.placed_by, note_words(hold.reason, hold.note), _until(hold)])),
        }
        for hold in holds
    ]


def _until(hold: Hold) -> str:
    if hold.until is None:
        return ""
    return _("until {moment}").format(moment=f"{timezone.localtime(hold.until):%m-%d %H:%M}")


def age_chips(since: datetime, *, state: str, at: datetime) -> Chips:
    """How long something open waits: amber after two hours, red after a day."""
    if state != "open":
        return []
    minutes = max(int((at - since).total_seconds() // 60), 0)
    hours, days = minutes // 60, minutes // 1440
    words = _("{count} d") if days >= 2 else _("{count} h") if hours else _("{count} min")
    tone = "bad" if days else "warn" if hours >= 2 else "muted"
    return [{"label": words.format(count=days if days >= 2 else hours or minutes), "tone": tone}]
