"""The days a page of figures looks at."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.kernel.clock import company_day, company_zone

USUAL_DAYS = 14
MOST_DAYS = 92
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    since = forms.DateField(label=pgettext_lazy("period", "From"), required=False, widget=_DAY)
    until = forms.DateField(label=pgettext_lazy("period", "To"), required=False, widget=_DAY)

    def clean(self) -> None:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and not 0 <= (until - since).days <= MOST_DAYS:
            raise forms.ValidationError(_("Between one day and three months, please."))

    def period(self, *, at: datetime) -> tuple[datetime, datetime]:
        """From the beginning of the first day to the end of the last; the last two weeks where nothing is asked."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        until = given.get("until") or company_day(at)
        since = given.get("since") or until - timedelta(days=USUAL_DAYS - 1)
        if not self.is_bound:
            self.initial = {"since": since, "until": until}
        zone = company_zone()
        return (
            datetime.combine(since, time.min, zone),
            datetime.combine(until, time.min, zone) + timedelta(days=1),
        )
