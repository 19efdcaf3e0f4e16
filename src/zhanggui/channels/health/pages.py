"""The pages of health: all shops, the troubles of one, and the proof by the hour that no order of it is lost."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanggui.channels.chips import LINK_TONES, lag_chip
from zhanggui.channels.flows.ask_audits import ask_audits
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.health.figures import ShopHealth, pushes_of_last_day, shop_health, troubles_of_last_day
from zhanggui.channels.health.matrix import Day, audit_progress, audited_days, orders_gone
from zhanggui.channels.models import ShopLink
from zhanggui.channels.rules import AUDIT_PATIENCE, MOST_AUDITED, SHOWN_BEFORE
from zhanggui.channels.states import LinkState, TroubleKind
from zhanggui.fulfilment.collected.pages import day_of, days_asked
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone, now
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.wording import platform_name
from zhanggui.people.models import Shop
from zhanggui.ui.desk.filters import start_of_day
from zhanggui.ui.report_files import csv_answer
from zhanggui.ui.views.asking import actor_of

USUAL_DAYS = 7
_WEIGHTS = {"bad": 2, "warn": 1}


@require_safe
def channel_health_view(request: HttpRequest) -> HttpResponse:
    """Every shop, those in trouble first; with `trouble` no others. Again by itself every quarter of a minute."""
    actor, at = actor_of(request), now()
    actor.check("see_channels")
    every = sorted((_row(health, at=at) for health in shop_health(actor=actor, at=at)), key=_urgency)
    troubled = [row for row in every if row["tone"] != "good"]
    context = {
        "title": _("Channel health"),
        "rows": troubled if "trouble" in request.GET else every,
        "only_trouble": "trouble" in request.GET,
        "shops": len(every),
        "troubled": len(troubled),
        "sums": _sums(every),
        "may_pause": actor.may("pause_links"),
        "here": request.get_full_path(),
        "at": at,
    }
    page = "channels/health_table.html" if request.headers.get("HX-Request") else "channels/health.html"
    return render(request, page, context)


def _row(health: ShopHealth, *, at: datetime) -> dict[str, Any]:
    is_working = health.state == LinkState.WORKING
    (lag,) = lag_chip(health.lag)
    left = health.expires_at - at if health.expires_at else None
    ends_soon = left is not None and left <= SHOWN_BEFORE
    tones = [
        LINK_TONES[health.state],
        lag["tone"] if is_working else "good",
        "bad" if _open(health) else "good",
        "warn" if health.errors or ends_soon else "good",
        "bad" if left is not None and left <= timedelta(days=1) else "good",
    ]
    return {
        "health": health,
        "platform": platform_name(health.channel),
        "state": LinkState(health.state).label,
        "state_tone": LINK_TONES[health.state],
        "lag": lag if is_working else None,
        "troubles": [(TroubleKind(one.kind).label, one) for one in health.troubles],
        "days_left": left.days if left is not None else None,
        "ends_soon": ends_soon,
        "ends_tone": "bad" if left is not None and left <= timedelta(days=1) else "warn",
        "tone": max(tones, key=lambda tone: _WEIGHTS.get(tone, 0)),
    }


def _open(health: ShopHealth) -> int:
    """What waits for a person."""
    return sum(
        getattr(health, name) for name in ("missing", "notices_refused", "notices_in_vain", "unread", "not_taken")
    )


def _urgency(row: dict[str, Any]) -> tuple[int, bool, int]:
    """Red before amber before green; among them who stands still first, then who lags most."""
    health: ShopHealth = row["health"]
    return -_WEIGHTS.get(row["tone"], 0), health.state == LinkState.WORKING, -int(health.lag.total_seconds() // 60)


def _sums(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    names = (
        "orders_today",
        "errors",
        "notices_queued",
        "notices_refused",
        "notices_in_vain",
        "unread",
        "missing",
        "not_taken",
    )
    return {name: sum(getattr(row["health"], name) for row in rows) for name in names}


@require_safe
def shop_troubles_view(request: HttpRequest, key: int) -> HttpResponse:
    """What the platform refused in the last day, by hour and kind, and what it told us: the sums are the numbers on the
    page of health."""
    actor, at = actor_of(request), now()
    shop, _link = linked_shop(key, actor)
    rows = list(troubles_of_last_day(at=at).filter(shop=shop).order_by("-hour", "kind"))
    pushes = sorted(pushes_of_last_day("hour", at=at, shop_id=shop.pk), reverse=True)
    context = {
        "title": _("Troubles of {shop}").format(shop=shop.name),
        "rows": [(row, TroubleKind(row.kind).label) for row in rows],
        "sum": sum(row.times for row in rows),
        "pushes": pushes,
        "pushes_heard": sum(heard for _hour, heard, _waiting in pushes),
        "pushes_waiting": sum(waiting for _hour, _heard, waiting in pushes),
    }
    return render(request, "channels/shop_troubles.html", context)


@require_safe
def shop_audits_view(request: HttpRequest, key: int) -> HttpResponse:
    """Days by hours, the figures of one day, and every order still missing; as a table elsewhere with `export`."""
    actor, at = actor_of(request), now()
    shop, link = linked_shop(key, actor)
    first, last = days_asked(request, usual=USUAL_DAYS)
    first = max(first, last - MOST_AUDITED + timedelta(days=1))
    days = audited_days(shop.pk, first, last, at=at)
    if "export" in request.GET:
        return csv_answer(f"audit-{shop.code}-{first}", _heads(), _lines(days))
    gone, shown = orders_gone(shop.pk)
    length = (last - first).days + 1
    progress = audit_progress(shop.pk)
    is_busy = progress is not None and progress.is_open and progress.audit.asked_at > at - AUDIT_PATIENCE
    context = {
        "title": _("Gap audit of {shop}").format(shop=shop.name),
        "shop": shop,
        "link": link,
        "first": first,
        "last": last,
        "days": days,
        "hours": range(24),
        "chosen": _chosen(days, request.GET.get("day", "")),
        "looks": _looks(days),
        "gone": gone,
        "shown": shown,
        "progress": progress,
        "may_ask": link is not None and not is_busy and actor.may("ask_audits"),
        "earlier": urlencode({"from": first - timedelta(days=length), "to": first - timedelta(days=1)}),
        "later": urlencode({"from": last + timedelta(days=1), "to": last + timedelta(days=length)}),
        "is_last": last >= at.astimezone(company_zone()).date(),
    }
    return render(request, "channels/shop_audits.html", context)


def _chosen(days: Sequence[Day], asked: str) -> Day:
    """The day asked for, else the latest on which orders are missing, were missing, or the latest."""
    named = [day for day in days if str(day.day) == asked]
    missing = [day for day in days if day.missing]
    fetched = [day for day in days if day.fetched]
    return [*named, *missing, *fetched, days[0]][0]


def _looks(days: Sequence[Day]) -> list[tuple[str, str, int]]:
    """The legend: each look, its words, and how many hours have it."""
    words = {
        "complete": pgettext("audit", "Complete"),
        "fetched": _("Was missing, fetched"),
        "missing": _("Still missing"),
        "unaudited": _("Not audited"),
    }
    looks = [cell.look for day in days for cell in day.cells]
    return [(look, word, looks.count(look)) for look, word in words.items()]


@require_POST
def ask_audit_view(request: HttpRequest, key: int) -> HttpResponse:
    """A job audits the days that the form names; the page shows how far it is."""
    actor, at = actor_of(request), now()
    actor.check("ask_audits")
    first, last = days_of(request)
    until = start_of_day(last + timedelta(days=1))
    outcome = ask_audits(shop_ids=[key], since=start_of_day(first), until=until, actor=actor, at=at)
    for refusal in outcome.refused.values():
        messages.warning(request, refusal.sentence)
    shown = {"from": request.GET.get("from", str(first)), "to": request.GET.get("to", str(last))}
    return redirect(f"{reverse('shop_audits', args=[key])}?{urlencode(shown)}")


def days_of(request: HttpRequest) -> tuple[date, date]:
    """The two days of the form, the earlier first. Raises DayUnreadable."""
    days = day_of(request.POST.get("first", "")), day_of(request.POST.get("last", ""))
    return min(days), max(days)


@require_safe
def audit_progress_view(request: HttpRequest, key: int) -> HttpResponse:
    """How far the audit is that was asked for last; the page that shows it loads anew once it is over."""
    shop, _link = linked_shop(key, actor_of(request))
    progress = audit_progress(shop.pk)
    answer = render(request, "channels/audit_progress.html", {"shop": shop, "progress": progress})
    if progress is None or not progress.is_open:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_http_methods(["GET", "POST"])
def pause_link_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("pause_links")
    shop, _link = linked_shop(key, actor)
    if request.method == "GET":
        return render(request, "channels/pause_link.html", {"title": _("Pause {shop}").format(shop=shop.name)})
    reason = request.POST.get("reason", "").strip()[:200]
    return _back(request, pause_links(shop_ids=[key], reason=reason, actor=actor, at=now()), _("Paused."))


@require_POST
def resume_link_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("pause_links")
    return _back(request, resume_links(shop_ids=[key], actor=actor, at=now()), _("Resumed."))


def _back(request: HttpRequest, outcome: Outcome[int], said: str) -> HttpResponse:
    """The page of health, with what came of it."""
    for refusal in outcome.refused.values():
        messages.warning(request, refusal.sentence)
    if outcome.done:
        messages.success(request, said)
    return redirect("channel_health")


def linked_shop(key: int, actor: Actor) -> tuple[Shop, ShopLink | None]:
    """The shop, and its link where it has one. Raises NotFound, or NotAllowed."""
    actor.check("see_channels")
    shop = Shop.objects.visible_to(actor).filter(pk=key).first()
    if shop is None:
        raise NotFound(what=_("Shop"), key=key)
    return shop, ShopLink.objects.filter(shop=shop).defer("secrets").first()


def _heads() -> list[str]:
    return [
        _("Hour"), _("Platform lists"), pgettext("audit", "Here"), pgettext("audit", "Fetched"), _("Still missing"),
        _("Audited at"),
    ]  # fmt: skip


def _lines(days: Sequence[Day]) -> list[list[Any]]:
    zone = company_zone()
    return [
        [f"{cell.hour.astimezone(zone):%Y-%m-%d %H:%M}", cell.listed, cell.here, cell.fetched, cell.missing,
         f"{cell.audited_at.astimezone(zone):%Y-%m-%d %H:%M}"]
        for day in days for cell in day.cells if cell.audited_at
    ]  # fmt: skip
