from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.rules.shelf_lives import LONGEST
from zhanggui.catalog.states import Tracking
from zhanggui.ui.desk import ActionForm


class SkuFileForm(forms.Form):
    """A catalog file, to be looked through before anything is written."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or XLS. An empty cell leaves what is known as it is."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.txt"}),
    )


class PartsForm(ActionForm):
    """What is in a bundle, as one line of text."""

    parts = forms.CharField(
        label=_("Bundle parts"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "TEA-250×2; CUP-W"}),
        help_text=_("Merchant code × pieces, one a line or with semicolons between. A dash: it is no bundle."),
    )


class TrackingForm(ActionForm):
    """How the verifying table knows one piece from another."""

    tracking = forms.ChoiceField(label=_("Tracked by"), choices=Tracking.choices)
    verify_by_count = forms.BooleanField(
        label=_("May be verified by a count"),
        required=False,
        help_text=_("One scan and a keyed number, such as *5, instead of a scan for every piece."),
    )


class ShelfLifeForm(ActionForm):
    """How long the goods keep, in days."""

    shelf_life_days = forms.IntegerField(
        label=_("Shelf life (days)"), min_value=0, max_value=LONGEST, initial=0, help_text=_("0: it keeps.")
    )
    receipt_life_days = forms.IntegerField(label=_("Days left on receipt"), min_value=0, max_value=LONGEST, initial=0)
    sale_life_days = forms.IntegerField(label=_("Days left for sale"), min_value=0, max_value=LONGEST, initial=0)
