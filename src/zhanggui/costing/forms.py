from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.desk import ActionForm


class RevalueForm(ActionForm):
    """What a piece is worth from now on, and why."""

    unit_cost = forms.DecimalField(label=_("Cost of one piece"), min_value=0, max_digits=12, decimal_places=4)
    reason = forms.CharField(label=_("Why"), max_length=200)
