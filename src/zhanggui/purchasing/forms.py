"""What people type about purchase orders. Decisions are the flows'."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.desk import ActionForm


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class PromiseForm(ActionForm):
    day = forms.DateField(label=_("Promised for"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
