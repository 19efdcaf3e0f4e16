"""The print clerk's pages: the batches of the day, their closing, the work log, and the days that are otherwise."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhanggui.fulfilment.batches.forms import PrintDayForm
from zhanggui.fulfilment.batches.log import work_log
from zhanggui.fulfilment.batches.rows import print_times
from zhanggui.fulfilment.cutoffs.pages import chosen_warehouse
from zhanggui.fulfilment.flows.close_print_batches import close_print_batches
from zhanggui.fulfilment.flows.set_print_days import set_print_days
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.keys import keys_in, number_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.cut_offs import cut_offs_of
from zhanggui.ui.views.asking import actor_of


@require_http_methods(["GET", "POST"])
def print_batches_view(request: HttpRequest) -> HttpResponse:
    """Print time by print time: printed of all, and what is missing by name. Who closes one says why it is."""
    actor = actor_of(request)
    actor.check("see_parcels")
    where = _where(request, actor)
    trouble = ""
    if request.method == "POST":
        actor.check("close_print_batches")
        trouble = _close(request, actor)
        if not trouble:
            messages.success(request, _("The batch is closed."))
            here = urlencode({"warehouse": where["warehouse"], "day": where["day"]})
            return redirect(f"{reverse('fulfilment:print_batches')}?{here}")
    context = {
        "title": _("Print batches"),
        **where,
        "times": print_times(where["warehouse"], where["day"], actor=actor, at=now()),
        "may_close": actor.may("close_print_batches"),
        "sent": request.POST.get("batches", ""),
        "reason": request.POST.get("reason", ""),
        "trouble": trouble,
    }
    return render(request, "fulfilment/print_batches.html", context, status=422 if trouble else 200)


@require_safe
def print_log_view(request: HttpRequest) -> HttpResponse:
    """Who printed what when; it prints as it stands."""
    actor = actor_of(request)
    actor.check("see_parcels")
    where = _where(request, actor)
    clerk = request.GET.get("clerk", "")[:80]
    whole = work_log(where["warehouse"], where["day"], actor=actor)
    context = {
        "title": _("Work log of printing"),
        **where,
        "clerk": clerk,
        "clerks": [who for who, *_counts in whole.sums],
        "log": work_log(where["warehouse"], where["day"], clerk=clerk, actor=actor) if clerk else whole,
    }
    return render(request, "fulfilment/print_log.html", context)


@require_http_methods(["GET", "POST"])
def set_print_days_view(request: HttpRequest) -> HttpResponse:
    """A day with other print times is written down, or changed when it is named again."""
    actor = actor_of(request)
    actor.check("set_print_days")
    form = PrintDayForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            set_print_days(days=[form.draft()], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("ui:desk", "print-days")
    context = {"title": _("Day with other print times"), "form": form, "desk": "print-days"}
    return render(request, "fulfilment/place_form.html", context, status=422 if form.errors else 200)


def _where(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The warehouse and day asked for, today without one, and what else there is to choose from."""
    warehouses = cut_offs_of(actor)
    key = chosen_warehouse(warehouses, request.GET.get("warehouse", ""))
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = company_day(now())
    return {
        "warehouse": key,
        "warehouse_name": warehouses[key][0],
        "warehouses": [(pk, name) for pk, (name, _times) in warehouses.items()],
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
    }


def _close(request: HttpRequest, actor: Actor) -> str:
    """Why the batches of the form could not be closed; empty when they are."""
    sent = request.POST
    reasons = {number_of(name[4:]): sent[name] for name in sent if name.startswith("why-") and sent[name].strip()}
    ids, reason = keys_in(sent.get("batches", "")), sent.get("reason", "")
    outcome = close_print_batches(batch_ids=ids, reason=reason, reasons=reasons, actor=actor, at=now())
    return " ".join(refusal.sentence for refusal in outcome.refused.values())
