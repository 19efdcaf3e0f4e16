"""The page on which the cut-offs of one warehouse are written down: times, and the carriers each is for."""

from collections.abc import Sequence
from datetime import time
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhanggui.fulfilment.cutoffs.pages import chosen_warehouse
from zhanggui.fulfilment.places.forms import carriers_of
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.cut_offs import cut_offs_of
from zhanggui.orders.flows.set_cut_offs import CutOffDraft, set_cut_offs
from zhanggui.orders.rules.cut_offs import USUAL, CutOffTime
from zhanggui.ui.views.asking import actor_of

MOST = 24
EMPTY = 3


class TimeUnreadable(Refusal):
    """“{text}” is no time of day, such as 16:00."""


class CutOffsChanged(Refusal):
    """Somebody else has changed the cut-offs meanwhile. These are the ones of now."""


@require_http_methods(["GET", "POST"])
def cut_off_times_view(request: HttpRequest) -> HttpResponse:
    """Rows of times; one that is emptied is gone. What was refused stays in the form with its sentence."""
    actor = actor_of(request)
    actor.check("set_cut_offs")
    warehouses = cut_offs_of(actor)
    key = chosen_warehouse(warehouses, request.GET.get("warehouse", ""))
    name, times = warehouses[key]
    board = f"{reverse('fulfilment:cut_offs')}?{urlencode({'warehouse': key})}"
    trouble = ""
    if request.method == "POST":
        try:
            if request.POST.get("seen") != seen_of(times):
                raise CutOffsChanged
            times = read_times(request.POST)
            set_cut_offs(cut_offs=[CutOffDraft(key, tuple(times))], actor=actor, at=now()).one()
        except Refusal as refusal:
            trouble = refusal.sentence
        else:
            messages.success(request, _("Cut-offs of {warehouse} are written down.").format(warehouse=name))
            return redirect(board)
    context = {
        "title": _("Cut-offs of {warehouse}").format(warehouse=name),
        "warehouses": [(pk, one) for pk, (one, _times) in warehouses.items()],
        "warehouse": key,
        "board": board,
        "rows": [*(times or map(CutOffTime, USUAL)), *[None] * EMPTY][:MOST],
        "usual": " ".join(f"{one:%H:%M}" for one in USUAL),
        "carriers": carriers_of(),
        "seen": seen_of(warehouses[key][1]),
        "trouble": trouble,
    }
    return render(request, "fulfilment/cut_off_times.html", context, status=422 if trouble else 200)


def seen_of(times: Sequence[CutOffTime]) -> str:
    """What the page showed, in words that change when it does."""
    return " ".join(f"{one.at:%H:%M}({','.join(sorted(one.carriers))})" for one in times)


def read_times(sent: QueryDict) -> list[CutOffTime]:
    """The rows of the form. Raises TimeUnreadable."""
    return [
        CutOffTime(_read(text), frozenset(sent.getlist(f"carriers-{place}")))
        for place, text in enumerate(sent.getlist("at")[:MOST])
        if text.strip()
    ]


def _read(text: str) -> time:
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise TimeUnreadable(text=text) from None
