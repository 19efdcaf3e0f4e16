"""What people type about plans. Decisions are the flows'."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse
from zhanggui.planning.rules.numbers import LEAST_SERVICE, MOST_DAYS, MOST_SERVICE
from zhanggui.planning.states import FestivalKind
from zhanggui.ui.desk import ActionForm

NO_FESTIVALS: dict[str, Any] = {}


def warehouses_of(actor: Actor) -> list[tuple[str, str]]:
    rows = Warehouse.objects.visible_to(actor).order_by("priority", "code").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


class PlanForm(forms.Form):
    warehouses = forms.MultipleChoiceField(label=_("Warehouse"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["warehouses"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = warehouses_of(actor)
        if len(field.choices) == 1:
            field.initial = [field.choices[0][0]]


class QuantityForm(ActionForm):
    quantity = forms.IntegerField(label=_("Quantity to order"), min_value=1, max_value=1_000_000_000)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class SalesFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or XLS with warehouse, merchant code, day and pieces. A day again takes its place."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.txt"}),
    )


def service_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=LEAST_SERVICE, max_value=MOST_SERVICE, max_digits=4, decimal_places=1
    )


class NumbersForm(forms.Form):
    review_days = forms.IntegerField(label=_("Days between two plans"), min_value=1, max_value=MOST_DAYS)
    lead_days = forms.IntegerField(
        label=_("Days to deliver"), min_value=0, max_value=MOST_DAYS,
        help_text=_("Where neither terms nor supplier say."),
    )  # fmt: skip
    service_a = service_field(_("Service level of A (%)"))
    service_b = service_field(_("Service level of B (%)"))
    service_c = service_field(_("Service level of C (%)"))


class UpliftsForm(forms.Form):
    """One field for each festival, with what history says of it; empty leaves it to history."""

    def __init__(self, *args: Any, learned: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in FestivalKind:
            said = learned.get(kind.value, "")
            self.fields[kind.value] = forms.DecimalField(
                label=kind.label, min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False,
                help_text=gettext("By history: {said}").format(said=said) if said else "",
            )  # fmt: skip

    def uplifts(self) -> dict[str, Decimal | None]:
        return {kind.value: self.cleaned_data[kind.value] for kind in FestivalKind}
