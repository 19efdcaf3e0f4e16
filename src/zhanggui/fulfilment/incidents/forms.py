"""What the actions on incidents ask, and the form by which one is reported from a station."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.incidents.states import IncidentCause, IncidentEnd
from zhanggui.fulfilment.owning.filters import people_for
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

BY_HAND = (
    IncidentCause.REPORTED, IncidentCause.MISSING, IncidentCause.DAMAGED, IncidentCause.WRONG_BARCODE,
    IncidentCause.TOO_MANY, IncidentCause.WEIGHT, IncidentCause.TORN_LABEL,
)  # fmt: skip
_ENDS = [choice for choice in IncidentEnd.choices if choice[0] not in {IncidentEnd.WENT_ON, IncidentEnd.NOT_YET}]


class AssignIncidentForm(ActionForm):
    person_id = forms.TypedChoiceField(label=_("Who sees to it"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person_id", people_for("resolve_incidents"))
        self.fields["person_id"].initial = self.actor.user_id


class AskServiceForm(ActionForm):
    words = forms.CharField(
        label=_("What do you want to know?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the sheet of the order; the answer comes back here."),
    )  # fmt: skip


class ResolveIncidentForm(ActionForm):
    resolution = forms.ChoiceField(label=_("How was it settled?"), choices=_ENDS)
    note = forms.CharField(label=_("In words"), max_length=300, required=False)


class ReportForm(forms.Form):
    """What a person at a station saw."""

    cause = forms.ChoiceField(label=_("What is wrong?"), choices=[(one.value, one.label) for one in BY_HAND])
    code = forms.CharField(
        label=_("Waybill or barcode"), max_length=64, required=False, help_text=_("As it was scanned last.")
    )
    words = forms.CharField(label=_("In words"), max_length=300, required=False)
    photo = forms.FileField(
        label=_("Picture"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )  # fmt: skip
    station = forms.CharField(max_length=24, required=False, widget=forms.HiddenInput)
