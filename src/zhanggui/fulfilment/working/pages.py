"""The page of figures of work: one's own for everybody, all people's for leads."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zhanggui.fulfilment.collected.pages import days_asked
from zhanggui.fulfilment.states import Post
from zhanggui.fulfilment.working.figures import Hour, Sum, hours_of_work, sums_by, totals_of
from zhanggui.ui.report_files import csv_answer
from zhanggui.ui.views.asking import actor_of

WAYS = ("person", "station", "hour", "day")


@require_safe
def work_view(request: HttpRequest) -> HttpResponse:
    """Picks, scans, errors, seconds for each parcel; as a plot, a table and a file."""
    actor = actor_of(request)
    actor.check("see_parcels")
    first, last = days_asked(request, usual=1)
    post = request.GET.get("post", "")
    by = request.GET.get("by", "") if request.GET.get("by") in WAYS else "person"
    hours = [one for one in hours_of_work(first, last, actor=actor) if post in ("", one.post)]
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(plot_of(hours, by_day=first != last))
    lines = sums_by(hours, by)
    totals = totals_of(lines)
    if "export" in request.GET:
        told = [_cells(line) for line in lines] + [[pgettext("sum", "Together"), *_cells(line)[1:]] for line in totals]
        return csv_answer("work", _heads(by), told)
    asked = {"from": str(first), "to": str(last), "post": post, "by": by}
    context = {
        "title": _("Figures of work"),
        "first": first,
        "last": last,
        "post": post,
        "posts": Post.choices,
        "by": by,
        "ways": way_words().items(),
        "lines": [(line, Post(line.post).label) for line in lines],
        "totals": [(line, Post(line.post).label) for line in totals],
        "is_own": not actor.may("see_work"),
        "query": urlencode(asked),
    }
    return render(request, "fulfilment/work.html", context)


def way_words() -> dict[str, str]:
    return {"person": pgettext("figures", "Person"), "station": _("Table"), "hour": _("Hour"), "day": _("Day")}


def _heads(by: str) -> list[str]:
    return [
        way_words()[by], _("Post"), _("Parcels done"), _("Pieces"), pgettext("figures", "Scans"), _("Errors"),
        _("Errors in 100"), _("Seconds per parcel"), _("Minutes at work"),
    ]  # fmt: skip


def _cells(line: Sum) -> list[Any]:
    return [
        line.name, Post(line.post).label, line.done, line.pieces, line.deeds, line.errors, line.error_rate,
        line.seconds_each, round(line.busy_s / 60),
    ]  # fmt: skip


def plot_of(hours: list[Hour], *, by_day: bool) -> dict[str, Any]:
    """Parcels finished at each post, by the hour of one day or by day."""
    sums = sums_by(hours, "day" if by_day else "hour")
    names = sorted({line.name for line in sums})
    counts = {post: dict.fromkeys(names, 0) for post in Post.values}
    for line in sums:
        counts[line.post][line.name] = line.done
    return {
        "hours": names,
        "series": [
            {"name": Post(post).label, "counts": list(own.values())}
            for post, own in counts.items()
            if any(own.values())
        ],
    }
