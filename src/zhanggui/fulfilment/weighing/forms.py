"""What the lists of the scale ask before an action runs, and the pages on which its numbers and boxes are written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.overriding.asking import ConfirmedForm
from zhanggui.fulfilment.places.forms import PlaceForm
from zhanggui.ui.desk import ActionForm


class AcceptWeightForm(ConfirmedForm):
    reason = forms.CharField(
        label=_("Why is this weight right?"),
        help_text=_("It stands in the list of overrides. Nothing is learned from these parcels."),
        max_length=200,
    )
    field_order = ("reason", "username", "password")


class RecheckForm(ActionForm):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class TeachWeightForm(ActionForm):
    grams = forms.DecimalField(
        label=_("One piece weighs (g)"),
        min_value=0,
        max_digits=7,
        decimal_places=1,
        help_text=_("It counts until the scale has weighed the goods often enough. What was learned is forgotten."),
    )


class PackagingForm(PlaceForm):
    code = forms.CharField(
        label=_("SKU code"), max_length=64, help_text=_("Size, weight, cost and stock are those of the SKU.")
    )
    most_g = forms.IntegerField(
        label=_("Carries at most (g)"), min_value=0, max_value=1_000_000, initial=0, help_text=_("0: no limit.")
    )
    low_stock = forms.IntegerField(
        label=_("Low stock mark"),
        min_value=0,
        max_value=10_000_000,
        initial=0,
        help_text=_("Fewer than that in a warehouse are listed as too few; 0: never."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class NumbersForm(PlaceForm):
    min_samples = forms.IntegerField(label=_("Weighings before a learned weight counts"), min_value=2, max_value=1000)
    sigmas = forms.DecimalField(
        label=_("Allowed spreads (k × σ)"), min_value=0, max_value=9, max_digits=3, decimal_places=1
    )
    floor_g = forms.IntegerField(label=_("Always allowed (g)"), min_value=1, max_value=1000)
