"""The side bar: the desks and stations of this actor's post, with what waits in each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.ui.desk import Desk
from zhanggui.ui.desk.columns import Text
from zhanggui.ui.finding import desks, stations
from zhanggui.ui.navigation import Group, Link
from zhanggui.ui.station import Station
from zhanggui.ui.views.asking import actor_of
from zhanggui.workbench.posts import Queue
from zhanggui.workbench.queues import POSTS, Waiting, tone_of, work_for


class Page(NamedTuple):
    title: Text
    view: str
    icon: str
    grant: str


_ORDER = {
    "orders": (
        _("Orders"),
        ("orders", "drafts", "exceptions", "requests", "change-requests", "questions", "buyer-messages", "to_plan"),
    ),
    "shortages": (_("Shortages"), ("short-skus", "short-orders", "short-lines", "shortage-slips")),
    "payments": (_("Payments"), ("order-payments", "price-differences", "prepaid-accounts")),
    "rules": (
        _("Rules of orders"),
        ("review-rules", "gift-rules", "blocked-buyers", "remark-templates", "receiver-looks"),
    ),
    "warehouse": (
        _("Warehouse"),
        (
            "waves",
            "print-batches",
            "picking",
            "parcels",
            "print-jobs",
            "incidents",
            "stop-basket",
            "numberless",
            "void-labels",
            "odd-weights",
            "intercepts",
            "overrides",
            "merge-proposals",
            "cut-offs",
            "learned-weights",
            "packagings",
            "packaging-used",
            "crates",
            "freight-runs",
            "freight-lines",
        ),
    ),
    "door": (
        _("Hand-over and shifts"),
        ("manifests", "hand-over-board", "parcel-counts", "work", "sending-costs", "shift-sheets", "write-shift"),
    ),
    "stations": (_("Stations"), ()),
    "places": (
        _("Warehouse and courier"),
        (
            "carrier-rules",
            "freight-tables",
            "warehouse-carriers",
            "service-regions",
            "capacities",
            "carrier-areas",
            "merge-groups",
            "wave-strategies",
            "print-days",
            "walls",
            "table-printers",
            "crate-rules",
            "freight-stations",
            "paper-templates",
        ),
    ),
    "tracking": (
        _("Delivery"),
        ("anomalies", "tracks", "track-figures", "buyer-notices", "notice-rules", "silent-buyers"),
    ),
    "waybills": (
        _("E-waybills and tracking"),
        (
            "waybill-accounts",
            "account-uses",
            "waybill-requests",
            "tracking-accounts",
            "track-limits",
            "notice-accounts",
        ),
    ),
    "goods": (
        _("Goods"),
        (
            "skus",
            "stock",
            "stock-signals",
            "stock-ages",
            "inspections",
            "unique-codes",
            "purchase-wishes",
            "bundles",
            "moves",
            "locations",
            "counts",
            "count-bins",
            "count-differences",
            "lots",
            "count-requests",
        ),
    ),
    "quality": (
        pgettext_lazy("room", "Inspection"),
        (
            "quality-inspections",
            "quality-daily",
            "defects",
            "disposals",
            "supplier-returns",
            "supplier-claims",
            "spot-checks",
            "parts-taken",
            "parts-issues",
            "sampling-plans",
            "defect-reasons",
        ),
    ),
    "planning": (_("Purchase planning"), ("suggestions", "plans", "forecasts")),
    "suppliers": (_("Suppliers"), ("suppliers", "purchases", "purchase-lines", "supplier-events")),
    "invoicing": (_("Settlement with suppliers"), ("supplier-invoices", "invoice-lines", "payment-requests")),
    "channels": (_("Platforms"), ("channel-health", "shops", "listings", "platform-refunds", "notices", "unread")),
    "books": (
        _("Books"),
        (
            "stock-values",
            "values-on-day",
            "cost-lines",
            "cost-batches",
            "entries",
            "postings",
            "accounts",
            "trial-balance",
            "periods",
        ),
    ),
    "company": (_("Company"), ("people", "jobs")),
}
_WALK = (
    "put-away",
    "move-stock",
    "pick",
    "sort",
    "verify",
    "weigh",
    "ship",
    "stop-basket",
    "tear",
    "crates-out",
    "crates-in",
    "inspect",
    "count",
)
"""Stations in the order in which a parcel passes them; one that is not named comes last."""
_ASIDE = {"rules", "places", "waybills", "company"}
"""Set up once, seldom entered: closed where a post has many links."""
_MANY = 20
_PAGES = {
    "values-on-day": Page(_("Stock value on a day"), "values_on_day", "calendar", "see_cost"),
    "trial-balance": Page(_("Trial balance"), "trial_balance", "scale", "see_books"),
    "quality-daily": Page(_("Daily report of inspections"), "quality:daily_report", "report", "see_quality"),
    "channel-health": Page(_("Channel health"), "channel_health", "heartbeat", "see_channels"),
    "cut-offs": Page(_("Cut-off board"), "fulfilment:cut_offs", "clock-hour-4", "see_parcels"),
    "hand-over-board": Page(_("Hand-over board"), "fulfilment:hand_over_board", "truck-delivery", "see_parcels"),
    "parcel-counts": Page(_("Parcel counts"), "fulfilment:parcel_counts", "scale-outline", "see_parcels"),
    "work": Page(_("Figures of work"), "fulfilment:work", "chart-bar", "see_parcels"),
    "sending-costs": Page(_("Costs of sending"), "fulfilment:sending_costs", "cash", "see_cost"),
    "write-shift": Page(_("Write up the shift"), "fulfilment:write_shift_sheet", "writing", "write_shift_sheets"),
    "print-batches": Page(_("Print batches"), "fulfilment:print_batches", "printer", "close_print_batches"),
    "picking": Page(_("Pick with the phone"), "fulfilment:picking", "device-mobile", "pick_waves"),
    "paper-templates": Page(_("Paper templates"), "fulfilment:paper_templates", "template", "save_paper_templates"),
    "table-printers": Page(_("Printers of this table"), "fulfilment:table_printers", "printer", "set_table_printers"),
    "track-figures": Page(_("Delivery figures"), "logistics:track_figures", "chart-bar", "see_parcels"),
}
"""Pages that are neither desk nor station."""
_COUNTED = {
    "orders": "to_review",
    "short-orders": "shortage",
    "exceptions": "exceptions",
    "to_plan": "to_plan",
    "waves": "to_pick",
    "parcels": "planned",
    "verify": "picked",
    "weigh": "verified",
    "ship": "weighed",
    "stop-basket": "stopped",
    "incidents": "incidents",
    "questions": "questions",
    "numberless": "numberless",
    "odd-weights": "odd_weights",
    "packagings": "few_boxes",
    "crates": "crates_overdue",
    "intercepts": "intercepts",
    "anomalies": "anomalies",
    "notices": "refused",
    "unread": "unread",
    "quality-inspections": "to_inspect",
    "suggestions": "suggestions",
    "inspect": "to_inspect",
    "defects": "defects",
    "disposals": "scraps",
    "supplier-returns": "to_return",
    "spot-checks": "to_sample",
}
"""Which queue's count stands beside which desk or station."""


def side_bar(request: HttpRequest) -> list[Group]:
    """What this actor may enter, with counts. The counts are read once per page."""
    actor = actor_of(request)
    work = work_for(request)
    queues = {queue.key: queue for post in POSTS for queue in post.queues}
    known = {name: desk for name, desk in desks().items() if actor.may(desk.grant)}
    groups = [Group("", [Link(_("Workbench"), reverse("home"), "layout-dashboard")])]
    placed: set[str] = set()
    for key, (title, names) in _ORDER.items():
        links = [link for name in names if (link := _placed(name, actor, known, queues, work)) is not None]
        placed.update(names)
        if key == "stations":
            links = [
                _link(station, reverse("ui:station", args=[station.name]), queues, work)
                for station in sorted(
                    stations().values(), key=lambda station: (*_WALK, station.name).index(station.name)
                )
                if actor.may(station.grant)
            ]
        if links:
            groups.append(Group(title, links, key))
    rest = [_link(desk, desk.url, queues, work) for name, desk in known.items() if name not in placed]
    if rest:
        groups.append(Group(_("More"), rest, "more"))
    if sum(len(group.links) for group in groups) <= _MANY:
        return groups
    return [replace(group, is_aside=group.key in _ASIDE) for group in groups]


def _placed(
    name: str, actor: Actor, known: Mapping[str, Desk], queues: Mapping[str, Queue], work: Mapping[str, Waiting]
) -> Link | None:
    """The desk or page of this name, where the actor may enter it."""
    if name in known:
        return _link(known[name], known[name].url, queues, work)
    page = _PAGES.get(name)
    return Link(page.title, reverse(page.view), page.icon) if page and actor.may(page.grant) else None


def _link(place: Desk | Station, url: str, queues: Mapping[str, Queue], work: Mapping[str, Waiting]) -> Link:
    key = _COUNTED.get(place.name, "")
    waiting = work.get(key, Waiting())
    tone = tone_of(queues[key], waiting, at=now()) if key in queues else "muted"
    return Link(place.title, url, place.icon, count=_short(waiting.count), tone=tone)


def _short(count: int) -> str:
    return "" if not count else f"{count:,}" if count < 10_000 else "9,999+"
