from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.costing.states import Method
from zhanggui.inventory.forms import fresh_cause
from zhanggui.parties.forms import day_field
from zhanggui.ui.desk import ActionForm


class RevalueForm(ActionForm):
    """What a piece is worth from now on, and why."""

    unit_cost = forms.DecimalField(label=_("Cost of one piece"), min_value=0, max_digits=12, decimal_places=4)
    reason = forms.CharField(label=_("Why"), max_length=200)
    about = day_field(
        _("Day it is about"), required=False, help_text=_("Left out: today. It counts today in any case.")
    )


class FreightForm(ActionForm):
    """What was paid for the way of these purchases."""

    number = forms.IntegerField(widget=forms.HiddenInput, initial=fresh_cause)
    amount = forms.DecimalField(
        label=_("Freight, duty and the like"), max_digits=14, decimal_places=2,
        help_text=_("For all of them together, without tax; it is shared by value."),
    )  # fmt: skip


class PriceForm(ActionForm):
    """What a piece of these purchases really cost."""

    number = forms.IntegerField(widget=forms.HiddenInput, initial=fresh_cause)
    unit_price = forms.DecimalField(label=_("Price without tax"), min_value=0, max_digits=12, decimal_places=4)


class MethodForm(forms.Form):
    """How stock is valued from now on."""

    method = forms.ChoiceField(label=_("Method"), choices=Method.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("Asked for once something was valued.")
    )
