"""What the pages of counting ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.counting.states import CountKind
from zhanggui.inventory.forms import warehouses_of
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

ASKED_KINDS = [(kind.value, kind.label) for kind in (CountKind.CYCLE, CountKind.ZONE, CountKind.FULL)]


class ApproveForm(ActionForm):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class RecountForm(ActionForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class EndForm(ActionForm):
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Bins nobody has counted are left out."))


class NewCountForm(forms.Form):
    """Which bins of a warehouse are counted."""

    warehouse = forms.ChoiceField(label=_("Warehouse"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ASKED_KINDS, help_text=_("Cycle: the bins that are due, longest overdue first.")
    )
    begins = forms.CharField(
        label=_("Bins that begin with"), max_length=32, required=False, help_text=_("“A-” is the zone A. Empty: all.")
    )
    most = forms.IntegerField(label=_("At most so many bins"), min_value=1, max_value=20_000, initial=200)
    words = forms.CharField(label=_("Note"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse", warehouses_of(actor))


class NumbersForm(forms.Form):
    """A difference above one of the limits is counted again."""

    pieces = forms.IntegerField(
        label=_("More pieces than"), min_value=0, max_value=1_000_000, help_text=_("0 switches a limit off.")
    )
    value = forms.DecimalField(label=_("More yuan than"), min_value=0, max_digits=12, decimal_places=2)
    percent = forms.DecimalField(
        label=_("More per cent of the book than"), min_value=0, max_value=100, decimal_places=2
    )
    days_a = forms.IntegerField(label=_("Days between counts of bins of fast goods (A)"), min_value=1, max_value=1000)
    days_b = forms.IntegerField(label=_("Days between counts of bins of medium goods (B)"), min_value=1, max_value=1000)
    days_c = forms.IntegerField(label=_("Days between counts of bins of slow goods (C)"), min_value=1, max_value=1000)
