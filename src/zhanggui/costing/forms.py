from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.costing.states import Method
from zhanggui.ui.desk import ActionForm


class RevalueForm(ActionForm):
    """What a piece is worth from now on, and why."""

    unit_cost = forms.DecimalField(label=_("Cost of one piece"), min_value=0, max_digits=12, decimal_places=4)
    reason = forms.CharField(label=_("Why"), max_length=200)


class MethodForm(forms.Form):
    """How stock is valued from now on."""

    method = forms.ChoiceField(label=_("Method"), choices=Method.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Asked for once something was valued.")
    )
