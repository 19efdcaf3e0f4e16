from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.desk import ActionForm


class WhyForm(ActionForm):
    """Why something that stood is turned round."""

    reason = forms.CharField(label=_("Why"), max_length=200)
