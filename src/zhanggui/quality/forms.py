"""What people type about inspections and defects. Decisions are the flows'."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.inventory.forms import warehouses_of
from zhanggui.kernel.actor import Actor
from zhanggui.parties.models import Supplier
from zhanggui.quality.aql import aql_values
from zhanggui.quality.reasons import offered_reasons
from zhanggui.quality.states import ClaimKind, SampleMethod, Severity
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer


def words_field(label: Any, *, required: bool = False, most: int = 200) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required)


def fresh_id() -> forms.UUIDField:
    """Drawn when the form is shown, so that sending twice counts once."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReasonMixin(forms.Form):
    """Offers the reasons in use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", offered_reasons())


class FindingForm(ReasonMixin, ActionForm):
    client_id = fresh_id()
    reason = forms.ChoiceField(label=_("Reason of the defect"))
    pieces = forms.IntegerField(label=_("Defective pieces"), min_value=1, max_value=10_000_000, initial=1)
    note = words_field(_("Note"))


class PassLotForm(ActionForm):
    checked = forms.IntegerField(
        label=_("Pieces looked at"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text=_("Empty: the sample."),
    )
    note = words_field(_("Note"), most=300)


class NoteForm(ActionForm):
    note = words_field(_("Note"), most=300)


class AskAcceptanceForm(ActionForm):
    reason = words_field(_("Why should they be accepted?"), required=True, most=300)


class QuantityForm(ActionForm):
    quantity = forms.IntegerField(
        label=pgettext_lazy("quality", "Pieces"),
        min_value=0,
        max_value=10_000_000,
        initial=0,
        help_text=_("0: all that is left."),
    )
    words = words_field(_("Note"))


class ReturnForm(QuantityForm):
    supplier_id = forms.TypedChoiceField(
        label=_("Supplier"), coerce=int, required=False, empty_value=None,
        help_text=_("Only for goods whose supplier nobody knows."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Supplier.objects.order_by("code").values_list("pk", "code", "name")
        offer(self, "supplier_id", [("", "—"), *((pk, f"{code} {name}") for pk, code, name in rows)])


class PartsForm(ActionForm):
    quantity = forms.IntegerField(label=_("Pieces taken apart"), min_value=1, max_value=10_000_000, initial=1)
    part = forms.CharField(label=_("Merchant code or barcode of the part"), max_length=64)
    pieces = forms.IntegerField(label=_("Parts that came out"), min_value=1, max_value=10_000_000, initial=1)
    words = words_field(_("Note"))


class ClaimForm(ActionForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ClaimKind.choices)
    amount = forms.DecimalField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2)
    words = words_field(_("What for"), required=True, most=300)


class RefuseForm(ActionForm):
    reason = words_field(_("Reason"), required=True)


class HandOverForm(ActionForm):
    carrier = forms.CharField(label=_("Who took the goods"), max_length=60)
    waybill = forms.CharField(label=_("Waybill, or the driver's name"), max_length=60)


class SpotForm(ReasonMixin, ActionForm):
    checked = forms.IntegerField(label=_("Pieces looked at"), min_value=1, max_value=10_000_000)
    defective = forms.IntegerField(label=_("Defective pieces"), min_value=0, max_value=10_000_000, initial=0)
    reason = forms.ChoiceField(label=_("Reason of the defect"), required=False)
    note = words_field(_("Note"))


class PlanForm(forms.Form):
    sku = forms.CharField(label=_("Merchant code"), max_length=64, required=False, help_text=_("Empty: all goods."))
    supplier = forms.CharField(
        label=_("Supplier code"), max_length=32, required=False, help_text=_("Empty: of every supplier.")
    )
    method = forms.ChoiceField(label=_("How to sample"), choices=SampleMethod.choices, initial=SampleMethod.PERCENT)
    value = forms.DecimalField(
        label=_("Percent, pieces or AQL"), min_value=0, max_digits=9, decimal_places=3, required=False, initial=50
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = _("An AQL is one of {values}.").format(values=", ".join(aql_values()))
        self.fields["value"].help_text = known

    def clean_value(self) -> Decimal:
        return self.cleaned_data["value"] or Decimal(0)


class ReasonForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=16)
    name = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.MAJOR)
    is_used = forms.BooleanField(label=pgettext_lazy("reason", "In use"), required=False, initial=True)


class NumbersForm(forms.Form):
    scrap_limit = forms.DecimalField(
        label=_("A second person approves scrap from"), min_value=0, max_digits=12, decimal_places=2
    )
    spot_percent = forms.IntegerField(label=_("Bins sampled each day (%)"), min_value=0, max_value=100)
    spot_most = forms.IntegerField(label=_("Bins of a warehouse at most"), min_value=1, max_value=100_000)
    spot_pieces = forms.IntegerField(label=_("Pieces of a bin at most"), min_value=1, max_value=100_000)


class AsideForm(ReasonMixin, forms.Form):
    """Goods found defective somewhere in the warehouse."""

    client_id = fresh_id()
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    place = forms.CharField(label=_("Bin"), max_length=32)
    code = forms.CharField(label=_("Barcode or merchant code"), max_length=64)
    lot = forms.CharField(label=_("Lot"), max_length=40, required=False)
    quantity = forms.IntegerField(label=_("Defective pieces"), min_value=1, max_value=10_000_000)
    reason = forms.ChoiceField(label=_("Reason of the defect"))
    words = words_field(_("Note"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse", warehouses_of(actor))


class IssueForm(forms.Form):
    """Spare parts for a buyer."""

    client_id = fresh_id()
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    code = forms.CharField(label=_("Merchant code or barcode of the part"), max_length=64)
    quantity = forms.IntegerField(label=pgettext_lazy("quality", "Pieces"), min_value=1, max_value=100_000, initial=1)
    order_number = forms.CharField(label=_("Order no."), max_length=64, required=False)
    words = words_field(_("Note"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse", warehouses_of(actor))
