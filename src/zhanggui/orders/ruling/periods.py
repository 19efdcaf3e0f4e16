"""The page that asks on which past orders a rule of any kind is tried."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import GiftRule, ReviewRule

USUAL_DAYS = 7


class PeriodForm(forms.Form):
    placed_from = forms.DateTimeField(
        label=_("Placed from"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    placed_until = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


def usual_period() -> tuple[datetime, datetime]:
    """What the editor tries a rule on, and what the page proposes."""
    return now() - timedelta(days=USUAL_DAYS), now()


def period_page(
    request: HttpRequest, rule: ReviewRule | GiftRule, rehearse: Callable[[datetime, datetime], HttpResponse]
) -> HttpResponse:
    """Answers what `rehearse` does with the period that was sent; what it refuses stands beside the form."""
    start, end = usual_period()
    form = PeriodForm(request.POST or None, initial={"placed_from": start, "placed_until": end})
    if request.method == "POST" and form.is_valid():
        try:
            return rehearse(form.cleaned_data["placed_from"], form.cleaned_data["placed_until"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context: dict[str, Any] = {
        "title": _t("Rehearse “{name}”").format(name=rule.name),
        "form": form,
        "rule": rule,
        "desk": "gift-rules" if isinstance(rule, GiftRule) else "review-rules",
    }
    return render(request, "orders/rehearse_rule.html", context, status=422 if form.errors else 200)
