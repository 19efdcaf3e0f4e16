"""Open a count, and set the limits of counts."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zhanggui.counting.choosing import places_to_count
from zhanggui.counting.flows.open_counts import open_counts
from zhanggui.counting.flows.set_count_numbers import set_count_numbers
from zhanggui.counting.forms import NewCountForm, NumbersForm
from zhanggui.counting.limits import limits_now
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.views.asking import actor_of


@require_http_methods(["GET", "POST"])
def open_counts_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("open_counts")
    form = NewCountForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        at = now()
        places = places_to_count(
            int(given["warehouse"]), kind=given["kind"], prefix=given["begins"], most=given["most"], at=at
        )
        if not places:
            form.add_error(None, _("No bin like this has to be counted now."))
        else:
            outcome = open_counts(location_ids=places, kind=given["kind"], words=given["words"], actor=actor, at=at)
            bins = len(outcome.done)
            words = ngettext("{n} bin is to be counted.", "{n} bins are to be counted.", bins)
            messages.success(request, words.format(n=bins))
            return redirect("ui:desk", "counts")
    return _page(request, form, _("New count"), _("Open the count"))


@require_http_methods(["GET", "POST"])
def count_numbers_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("set_count_numbers")
    form = NumbersForm(request.POST or None, initial=limits_now()._asdict())
    if request.method == "POST" and form.is_valid():
        try:
            set_count_numbers(**form.cleaned_data, actor=actor, at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The limits of counts are set."))
            return redirect("ui:desk", "counts")
    return _page(request, form, _("Limits of counts"), _("Save"))


def _page(request: HttpRequest, form: forms.Form, title: str, button: str) -> HttpResponse:
    state = 422 if form.errors else 200
    return render(request, "counting/form.html", {"form": form, "title": title, "button": button}, status=state)
