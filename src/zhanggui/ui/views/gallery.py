"""Every component with made-up values, to look at in both languages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.station import Sound
from zhanggui.ui.timeline import Event

TONES = ("neutral", "info", "good", "warn", "bad", "muted")
MOMENT = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)


class GalleryForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), help_text=_("The print clerk sees it at once."))
    carrier = forms.ChoiceField(label=_("Carrier"), choices=[("sf", "SF"), ("zto", "ZTO")])
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    urgent = forms.BooleanField(label=_("Urgent"), required=False)


def gallery_view(request: HttpRequest) -> HttpResponse:
    form = GalleryForm({"carrier": "sf"})
    form.is_valid()
    events = [
        Event(MOMENT, gettext("Shipper"), gettext("The parcel left the warehouse."), "2", "good"),
        Event(MOMENT - timedelta(minutes=20), gettext("Verifier"), gettext("Everything was scanned."), "1"),
        Event(
            MOMENT - timedelta(hours=2),
            gettext("Reviewer"),
            gettext("Put on hold: the address will change."),
            tone="warn",
        ),
    ]
    context = {
        "title": _("Component gallery"),
        "tones": TONES,
        "amounts": [Decimal("1234567.80"), Decimal("-39.90"), Decimal(0), None],
        "numbers": [Decimal("1250.000"), Decimal("0.125"), 48213, None],
        "moment": MOMENT,
        "form": form,
        "events": events,
        "sounds": get_args(Sound),
    }
    return render(request, "ui/gallery.html", context)
