"""What answering a buyer's request asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.desk import ActionForm


class RefuseChangeForm(ActionForm):
    note = forms.CharField(
        label=_("Why is it refused?"),
        help_text=_("Refuse it on the platform too: the buyer reads there."),
        max_length=300,
    )
