"""What people type about invoices. Decisions are the flows'."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.desk import ActionForm


class BecauseForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RequestForm(ActionForm):
    deduct = forms.BooleanField(label=_("Deduct what the suppliers owe"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
