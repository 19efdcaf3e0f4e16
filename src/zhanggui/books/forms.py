from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.books.rules.entries import Leg
from zhanggui.books.states import AccountKind, Side
from zhanggui.ui.desk import ActionForm

LEGS = 10
"""So many lines an entry by hand may have; empty ones are left out."""


class WhyForm(ActionForm):
    """Why something that stood is turned round."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class AccountForm(forms.Form):
    """An account to be opened."""

    code = forms.CharField(label=_("Account code"), max_length=20)
    name = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=AccountKind.choices)
    side = forms.ChoiceField(label=_("Normal side"), choices=Side.choices)
    parent = forms.CharField(
        label=_("Above it"), max_length=20, required=False, help_text=_("The code of the account that sums it.")
    )


class AccountEditForm(forms.Form):
    """What an account is called, and whether it is used."""

    name = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)


class EntryForm(forms.Form):
    """The head of an entry by hand. `number` makes the same page sent twice one entry."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    booked_on = forms.DateField(label=_("Booked on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    text = forms.CharField(label=_("What it was for"), max_length=200)
    document = forms.CharField(label=_("Number of the paper"), max_length=64, required=False)


class LegForm(forms.Form):
    """One line: an account, and a debit or a credit."""

    account = forms.ChoiceField(label=_("Account of the books"), required=False)
    debit = forms.DecimalField(label=_("Debit"), required=False, min_value=0, max_digits=16, decimal_places=2)
    credit = forms.DecimalField(label=_("Credit"), required=False, min_value=0, max_digits=16, decimal_places=2)
    party = forms.CharField(label=_("Party"), max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        debit, credit = found.get("debit") or Decimal(0), found.get("credit") or Decimal(0)
        if debit and credit:
            raise forms.ValidationError(_("A line is a debit or a credit, not both."))
        if found.get("account") and not (debit or credit):
            raise forms.ValidationError(_("This line names an account and no amount."))
        if (debit or credit) and not found.get("account"):
            raise forms.ValidationError(_("This line has an amount and no account."))
        return found

    def leg(self) -> Leg | None:
        """None for an empty line."""
        said = self.cleaned_data
        amount = (said.get("debit") or Decimal(0)) - (said.get("credit") or Decimal(0))
        return Leg(said["account"], amount, party=said.get("party", "")) if amount else None


def leg_forms(data: Any, choices: list[tuple[str, str]]) -> list[LegForm]:
    """The lines of the page, each with the same accounts to choose from."""
    forms_ = [LegForm(data, prefix=f"leg{number}") for number in range(LEGS)]
    for form in forms_:
        field: Any = form.fields["account"]
        field.choices = [("", "—"), *choices]
        for name, each in form.fields.items():
            each.widget.attrs["class"] = (
                "form-select form-select-sm" if name == "account" else "form-control form-control-sm"
            )
            each.widget.attrs["aria-label"] = f"{each.label}"
    return forms_
