"""What crates and freight runs ask before an action runs, and the pages on which their rules are written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.places.forms import PlaceForm
from zhanggui.ui.desk import ActionForm


class MarkCrateForm(ActionForm):
    why = forms.CharField(label=_("Why a crate?"), max_length=200)


class DropCrateForm(ActionForm):
    reason = forms.CharField(label=_("Why no crate?"), max_length=200)


class SendCratesForm(ActionForm):
    taken_by = forms.CharField(label=_("Taken by"), max_length=80, help_text=_("Who signs for the goods."))


class CrateCostForm(ActionForm):
    cost = forms.DecimalField(label=_("Cost of each crate"), min_value=0, max_digits=10, decimal_places=2)


class CrateRuleForm(PlaceForm):
    code = forms.CharField(label=_("SKU code"), max_length=64, required=False)
    label = forms.CharField(
        label=_("Label of the order"), max_length=30, required=False,
        help_text=_("One of the two. Rules and people write labels on orders."),
    )  # fmt: skip


class CrateTimesForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    times = forms.CharField(
        label=_("The crate maker comes at"), max_length=120, initial="09:30 14:30 16:30",
        help_text=_("Times of day with a space between them."),
    )  # fmt: skip


class FreightStationForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    carrier = forms.ChoiceField(label=_("Carrier"))
    ready_by = forms.TimeField(label=_("List ready by"), initial="08:00")
    address = forms.CharField(label=_("Address of the station"), max_length=200, required=False)
    is_on = forms.BooleanField(label=_("In use"), required=False, initial=True)


class FreightRunForm(PlaceForm):
    driver = forms.CharField(label=_("Driver"), max_length=80)
    plate = forms.CharField(label=_("Car plate"), max_length=20)
    phone = forms.CharField(label=_("Driver's phone"), max_length=40, required=False)


class OffForm(ActionForm):
    reason = forms.CharField(label=_("Why does it not go?"), max_length=200)


class ReceiptForm(ActionForm):
    receipt = forms.CharField(label=_("Receipt number"), max_length=40)
