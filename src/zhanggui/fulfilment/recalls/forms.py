"""What void labels and intercepts ask before an action runs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.desk import ActionForm


class WaiveForm(ActionForm):
    reason = forms.CharField(
        label=_("Why can nobody scan these labels?"),
        help_text=_("It stands in the list. A label that turns up later is still void at every station."),
        max_length=200,
    )


class SettleWaybillForm(ActionForm):
    note = forms.CharField(label=_("How was it settled with the carrier?"), max_length=200)


class InterceptForm(ActionForm):
    reason = forms.CharField(label=_("Why should these parcels come back?"), max_length=200)


class AnswerForm(ActionForm):
    words = forms.CharField(label=_("What did the carrier say?"), max_length=200, required=False)


class CloseForm(ActionForm):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
