"""Filters over orders that someone still has to do something about.

A company has a million orders and some ten thousand open ones: these filters ask about work to be done, are named so,
and stand only in lists that hold some.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.lateness import in_time, late
from zhanggui.orders.models import GiftGrant, OrderLine, RemarkRequest
from zhanggui.orders.remarks.states import RequestKind, RequestState
from zhanggui.orders.rules.lateness import LATE
from zhanggui.orders.states import OPEN_STATES
from zhanggui.orders.wording import platform_name
from zhanggui.people.models import Shop
from zhanggui.ui.desk import ChoiceFilter, TextFilter
from zhanggui.ui.desk.filters import parts

OPEN = Q(state__in=[state.value for state in OPEN_STATES])
HOURS = ("2", "8", "24", "48")
TABS = (
    "to_review", "held", "urgent", "reviewed", "in_warehouse", "partly_shipped", "unpaid", "all",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeadlineFilter(ChoiceFilter):
    """Orders that are late, or must leave within so many hours."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        asked = str(params.get(self.name, "")).strip()
        if asked == LATE:
            return OPEN & late(now())
        if asked in HOURS:
            return OPEN & in_time(now()) & late(now() + timedelta(hours=int(asked)))
        return None


@dataclass(frozen=True, slots=True)
class UrgentFilter(ChoiceFilter):
    needs_index: ClassVar[bool] = False

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        return OPEN & Q(urgent=True) if str(params.get(self.name, "")).strip() else None


@dataclass(frozen=True, slots=True)
class PlatformFilter(ChoiceFilter):
    """Orders of the shops on these platforms."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        channels = parts(str(params.get(self.name, "")))
        return Q(shop_id__in=Shop.objects.filter(channel__in=channels).values("pk")) if channels else None


@dataclass(frozen=True, slots=True)
class LabelFilter(TextFilter):
    """Orders that carry one of these labels."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        labels = parts(str(params.get(self.name, "")))
        return Q(labels__overlap=labels) & ~Q(labels=[]) if labels else None


@dataclass(frozen=True, slots=True)
class RequestFilter(ChoiceFilter):
    """Orders with a request of this kind still to settle."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        kinds = parts(str(params.get(self.name, "")))
        asked = RemarkRequest.objects.filter(state=RequestState.OPEN, kind__in=kinds)
        return Q(pk__in=asked.values("order_id")) if kinds else None


@dataclass(frozen=True, slots=True)
class GiftFilter(ChoiceFilter):
    def condition(self, params: Mapping[str, Any]) -> Q | None:
        standing = GiftGrant.objects.filter(order=OuterRef("pk"), taken_back_at=None)
        match str(params.get(self.name, "")).strip():
            case "given":
                return OPEN & Q(Exists(standing))
            case "none":
                return OPEN & ~Q(Exists(standing))
            case "due":
                return OPEN & Q(gifts_due=True)
        return None


@dataclass(frozen=True, slots=True)
class WayFilter(ChoiceFilter):
    """Orders that travel together with another one, or in more than one parcel."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        lines = OrderLine.objects.filter(order__state__in=[state.value for state in OPEN_STATES])
        match str(params.get(self.name, "")).strip():
            case "merged":
                return Q(pk__in=lines.filter(parcel_lines__home__isnull=False).values("order_id"))
            case "split":
                return Q(pk__in=lines.filter(parcel_lines__parcel__split_from__isnull=False).values("order_id"))
        return None


def platforms_of(actor: Actor) -> list[tuple[str, str]]:
    channels = Shop.objects.visible_to(actor).order_by("channel").values_list("channel", flat=True).distinct()
    return [(channel, platform_name(channel)) for channel in channels]


OPEN_FILTERS = [
    DeadlineFilter(
        "due", _("Time left, open orders"), tabs=TABS,
        choices=[
            (LATE, _("Late")), ("2", _("Within 2 hours")), ("8", _("Within 8 hours")), ("24", _("Within a day")),
            ("48", _("Within two days")),
        ],
    ),
    UrgentFilter("urgent", _("Urgent, open orders"), tabs=TABS, choices=[("yes", _("Urgent"))]),
    PlatformFilter("platform", _("Platform"), choices=platforms_of),
    LabelFilter("label", _("Label")),
    RequestFilter("request", _("Requests"), choices=RequestKind.choices),
    GiftFilter(
        "gift", _("Gifts, open orders"), tabs=TABS,
        choices=[("given", _("With gifts")), ("none", _("Without")), ("due", _("Not decided"))],
    ),
    WayFilter(
        "way", _("Merged and split, open orders"), tabs=TABS, choices=[("merged", _("Merged")), ("split", _("Split"))]
    ),
]  # fmt: skip
"""What the desk of orders filters by besides what it has indexes for."""
