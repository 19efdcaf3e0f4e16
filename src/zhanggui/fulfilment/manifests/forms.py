"""What manifests ask before an action runs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.open_manifests import Opening
from zhanggui.fulfilment.places.forms import carriers_of, warehouses_of
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer


class ReopenForm(ActionForm):
    reason = forms.CharField(label=_("Why is the manifest opened again?"), max_length=200)


class UnlistForm(ActionForm):
    reason = forms.CharField(label=_("Why are these parcels taken off the pile?"), max_length=200)


class SendOffForm(ActionForm):
    driver = forms.CharField(label=_("Driver"), max_length=40, required=False)
    plate = forms.CharField(label=_("Number plate"), max_length=20, required=False)


class OpenForm(forms.Form):
    """A manifest opened by hand, for one coming of the van."""

    warehouse = forms.ChoiceField(label=_("Warehouse"))
    carrier = forms.ChoiceField(label=_("Carrier"))
    pickup = forms.CharField(
        label=_("Pick-up"), max_length=40, required=False, help_text=_("Which coming of the van, such as 16:00.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse", warehouses_of(actor))
        offer(self, "carrier", carriers_of())

    def opening(self) -> Opening:
        told = self.cleaned_data
        return Opening(int(told["warehouse"]), told["carrier"], told["pickup"])
