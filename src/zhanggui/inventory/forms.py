"""What the actions on stock ask before they run."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.queries import SEE_COST
from zhanggui.inventory.states import OUTSIDE, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

INSIDE = [(kind.value, kind.label) for kind in LocationKind if kind not in OUTSIDE]


def fresh_cause() -> int:
    """A number for one hand-made change of stock, drawn when its form is shown, so that sending twice changes once."""
    return secrets.randbits(62)


def warehouses_of(actor: Actor) -> list[tuple[str, str]]:
    rows = Warehouse.objects.visible_to(actor).order_by("priority", "code").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


class CodesField(forms.CharField):
    """Unique codes, scanned one after the other; each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Unique codes"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(super().clean(value).split()))


class CodesForm(ActionForm):
    """The codes of pieces that lie there without."""

    codes = CodesField(help_text=_("Scan the code of each piece, one a line."))
    lot = forms.CharField(label=_("Lot"), max_length=40, required=False)


class MarkForm(ActionForm):
    """Why the inspector is to see these goods."""

    lot = forms.CharField(label=_("Lot"), max_length=40, required=False, help_text=_("Empty: every lot."))
    reason = forms.CharField(label=_("Why"), max_length=200)


class LotStepForm(ActionForm):
    """Why a lot is stopped, or opened again."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class PassForm(ActionForm):
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class CountForm(ActionForm):
    """What was counted in one place."""

    cause_id = forms.IntegerField(widget=forms.HiddenInput, initial=fresh_cause)
    place = forms.CharField(label=_("Bin"), max_length=32)
    counted = forms.IntegerField(label=_("Pieces counted"), min_value=0, max_value=10_000_000)
    note = forms.CharField(label=_("Why"), max_length=200)


class ReceiptForm(forms.Form):
    """One SKU of a delivery, put in one bin."""

    cause_id = forms.IntegerField(widget=forms.HiddenInput, initial=fresh_cause)
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    code = forms.CharField(label=_("Barcode or merchant code"), max_length=64)
    place = forms.CharField(label=_("Bin"), max_length=32)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=10_000_000)
    unit_cost = forms.DecimalField(
        label=_("Cost of a piece"), required=False, min_value=0, max_digits=12, decimal_places=4
    )
    lot = forms.CharField(label=_("Lot"), max_length=40, required=False)
    codes = CodesField(required=False, help_text=_("Only for goods tracked by unique codes: one for each piece."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse", warehouses_of(actor))
        if not actor.may(SEE_COST):
            del self.fields["unit_cost"]
        self.fields["code"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}


class PlacesForm(forms.Form):
    """Bins and zones to open, one code a line or a row of numbers."""

    warehouse = forms.ChoiceField(label=_("Warehouse"))
    kind = forms.ChoiceField(label=_("Kind"), choices=INSIDE, initial=LocationKind.PICKING)
    codes = forms.CharField(
        label=_("Codes"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=100_000,
        help_text=_("One a line, in the order a picker walks. “A-01..A-20” stands for twenty bins."),
    )
    first = forms.IntegerField(label=_("Walk order of the first"), min_value=0, max_value=1_000_000, initial=1)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse", warehouses_of(actor))
