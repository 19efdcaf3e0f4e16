"""The report of parcel counts: by day and carrier, with the carrier's number or list, and every difference by name."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from zhanggui.fulfilment.collected.report import MOST_DAYS, CountRow, not_collected, not_shipped, parcel_counts
from zhanggui.fulfilment.flows.record_collections import Collection, record_collections
from zhanggui.fulfilment.flows.set_collected_counts import Counted, set_collected_counts
from zhanggui.fulfilment.manifests.reading import waybills_in
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.clock import company_day, company_zone, now
from zhanggui.kernel.keys import key_of, number_of
from zhanggui.kernel.outcome import in_chunks
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Warehouse
from zhanggui.ui.report_files import csv_answer
from zhanggui.ui.views.asking import actor_of

USUAL_DAYS = 7


class DayUnreadable(Refusal):
    """“{text}” is no day, such as 2026-11-22."""


@require_safe
def parcel_counts_view(request: HttpRequest) -> HttpResponse:
    """The last week, or the days asked for; as a table to open elsewhere with `export`."""
    actor = actor_of(request)
    actor.check("see_parcels")
    first, last = days_asked(request, usual=USUAL_DAYS)
    rows = parcel_counts(first, last, actor=actor)
    names = dict(Warehouse.objects.visible_to(actor).values_list("pk", "name"))
    if "export" in request.GET:
        return csv_answer("parcel-counts", _heads(), [_cells(row, names) for row in rows])
    context = {
        "title": _("Parcel counts"),
        "first": first,
        "last": last,
        "rows": [(row, names.get(row.warehouse_id or 0, ""), carrier_label(row.carrier)) for row in rows],
        "sums": [sum(row.shipped for row in rows), sum(row.manifested for row in rows)],
        "several": len(names) > 1,
        "may_write": actor.may("set_collected_counts"),
        "may_bring": actor.may("record_collections"),
        "warehouses": names.items(),
        "at": now(),
    }
    return render(request, "fulfilment/parcel_counts.html", context)


@require_POST
def set_collected_count_view(request: HttpRequest) -> HttpResponse:
    """The carrier's number of one day is written down."""
    actor = actor_of(request)
    actor.check("set_collected_counts")
    counted = Counted(
        day_of(request.POST.get("day", "")), key_of(request.POST.get("warehouse", "")),
        request.POST.get("carrier", ""), number_of(request.POST.get("parcels", "")), request.POST.get("note", ""),
    )  # fmt: skip
    set_collected_counts(counts=[counted], actor=actor, at=now()).one()
    messages.success(request, _("Written down."))
    return redirect(f"{reverse('fulfilment:parcel_counts')}?{request.META.get('QUERY_STRING', '')}")


@require_POST
def record_collections_view(request: HttpRequest) -> HttpResponse:
    """The carrier's list of a day: pasted, or its file."""
    actor, at = actor_of(request), now()
    actor.check("record_collections")
    day = day_of(request.POST.get("day", ""))
    moment = datetime.combine(day, time(23), tzinfo=company_zone())
    warehouse_id = key_of(request.POST.get("warehouse", ""))
    carrier = request.POST.get("carrier", "").strip()
    named = [
        Collection(waybill, moment, carrier, warehouse_id if actor.sees_warehouse(warehouse_id) else None)
        for waybill in waybills_in(request.POST.get("waybills", ""), request.FILES.get("file"))
    ]
    outcome = in_chunks(
        list(dict.fromkeys(one.waybill for one in named)),
        lambda part: record_collections(
            collections=[one for one in named if one.waybill in set(part)], actor=actor, at=at
        ),
    )
    told = _("{done} waybills recorded, {refused} not.").format(done=len(outcome.done), refused=len(outcome.refused))
    messages.success(request, told)
    for refusal in list(outcome.refused.values())[:5]:
        messages.warning(request, refusal.sentence)
    return redirect(f"{reverse('fulfilment:parcel_counts')}?from={day}&to={day}")


@require_safe
def count_differences_view(request: HttpRequest) -> HttpResponse:
    """Today, or the day asked for: what left and was not collected, what was collected and did not leave; of all
    carriers and warehouses, or of those named."""
    actor = actor_of(request)
    actor.check("see_parcels")
    day = day_of(request.GET["day"]) if request.GET.get("day") else company_day(now())
    carrier, named = request.GET.get("carrier", ""), request.GET.get("warehouse", "")
    warehouses = Warehouse.objects.visible_to(actor)
    names = dict((warehouses.filter(pk=key_of(named)) if named else warehouses).values_list("pk", "name"))
    if named and not names:
        raise NotFound(what="warehouse", key=named)
    context: dict[str, Any] = {
        "title": _("Differences of {day}").format(day=f"{day:%m-%d}"),
        "carrier": carrier_label(carrier) if carrier else "",
        "warehouse": ", ".join(names.values()) if named or len(names) == 1 else "",
        "day": day,
        "not_collected": not_collected(day, names, carrier),
        "not_shipped": not_shipped(day, names, carrier),
    }
    if "export" in request.GET:
        lines = [
            *([one.waybill, one.number, _("Left, not collected")] for one in context["not_collected"]),
            *([one.waybill, one.number, _("Collected, not left")] for one in context["not_shipped"]),
        ]
        return csv_answer(f"differences-{day}", [_("Waybill"), _("Parcel no."), _("Difference")], lines)
    return render(request, "fulfilment/count_differences.html", context)


def days_asked(request: HttpRequest, *, usual: int) -> tuple[date, date]:
    """`from` and `to` of the address, at most MOST_DAYS of them; today and the days before it when nothing is asked."""
    today = company_day(now())
    last = day_of(request.GET["to"]) if request.GET.get("to") else today
    first = day_of(request.GET["from"]) if request.GET.get("from") else last - timedelta(days=usual - 1)
    first, last = min(first, last), max(first, last)
    return max(first, last - timedelta(days=MOST_DAYS - 1)), last


def day_of(text: str) -> date:
    """Raises DayUnreadable."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DayUnreadable(text=text[:20]) from None


def _heads() -> list[str]:
    return [
        _("Day"), _("Warehouse"), _("Carrier"), pgettext("parcels", "Left"), _("On manifests"), _("Carrier says"),
        _("Difference"), _("Note"),
    ]  # fmt: skip


def _cells(row: CountRow, names: dict[int, str]) -> list[Any]:
    return [
        row.day, names.get(row.warehouse_id or 0, ""), carrier_label(row.carrier), row.shipped, row.manifested,
        row.carriers_count, row.difference, row.note,
    ]  # fmt: skip
