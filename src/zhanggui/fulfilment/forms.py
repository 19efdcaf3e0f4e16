"""What the warehouse is asked before an action runs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.build_waves import DEFAULT_SIZE
from zhanggui.fulfilment.places.forms import carriers_of, warehouses_of
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

LARGEST_WAVE = 500


class WaveForm(ActionForm):
    wave_size = forms.IntegerField(
        label=_("Parcels in a wave"),
        help_text=_("At most as many as the sorting wall has cells."),
        initial=DEFAULT_SIZE,
        min_value=1,
        max_value=LARGEST_WAVE,
    )


class TakeBackForm(ActionForm):
    note = forms.CharField(
        label=_("Why were these parcels shipped by mistake?"),
        help_text=_("Only for parcels that still stand in the house. They can be shipped again, or stopped."),
        max_length=200,
    )


class StopForm(ActionForm):
    reason = forms.CharField(
        label=_("Why are these parcels stopped?"),
        help_text=_("Every station shows these words to whoever scans the parcel."),
        max_length=200,
    )


class RelocateForm(ActionForm):
    warehouse_id = forms.TypedChoiceField(
        label=_("Send from"), coerce=int, help_text=_("The stock is held there before it is let go here.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse_id", warehouses_of(self.actor))


class RerouteForm(ActionForm):
    carrier = forms.ChoiceField(label=_("Send with"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "carrier", carriers_of())
