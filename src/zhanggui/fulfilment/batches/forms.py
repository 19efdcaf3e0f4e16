"""What a day with other print times asks."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.cutoffs.editing import TimeUnreadable
from zhanggui.fulfilment.flows.set_print_days import PrintDayDraft
from zhanggui.fulfilment.places.forms import PlaceForm


class PrintDayForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    carrier = forms.ChoiceField(label=_("Carrier"), required=False, help_text=_("Empty: all carriers."))
    times = forms.CharField(
        label=_("Print times"),
        required=False,
        max_length=200,
        help_text=_("Such as 08:00 10:00 12:00. Empty: nothing is printed that day; its parcels wait for the next."),
    )
    note = forms.CharField(label=_("Why"), max_length=80, required=False)

    def clean_times(self) -> tuple[time, ...]:
        words = self.cleaned_data["times"].replace(",", " ").split()
        try:
            return tuple(time.fromisoformat(word).replace(second=0, microsecond=0, tzinfo=None) for word in words)
        except ValueError:
            raise forms.ValidationError(TimeUnreadable(text=self.cleaned_data["times"]).sentence) from None

    def draft(self) -> PrintDayDraft:
        given = self.cleaned_data
        return PrintDayDraft(int(given["warehouse"]), given["on"], given["times"], given["carrier"], given["note"])
