"""What people type about suppliers. Decisions are the flows'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhanggui.parties.rules.filing import LARGEST
from zhanggui.parties.states import DocumentKind, SupplierState, TalkKind, TaxKind
from zhanggui.ui.desk import ActionForm

STAGES = [
    each
    for each in SupplierState.choices
    if each[0] not in {SupplierState.APPLIED, SupplierState.APPROVED, SupplierState.PAUSED}
]
MOST_PEOPLE = 20


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class SupplierForm(forms.Form):
    code = forms.CharField(label=_("Supplier code"), max_length=32)
    name = forms.CharField(label=_("Name on the licence"), max_length=120)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=40)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    tax_kind = forms.ChoiceField(label=_("Taxpayer"), choices=TaxKind.choices)
    payment_terms = forms.CharField(label=_("Payment terms"), max_length=120, required=False)
    lead_days = forms.IntegerField(label=_("Days to deliver"), min_value=0, max_value=3650, initial=0)
    over_percent = forms.DecimalField(
        label=_("Accepted over (%)"), min_value=0, max_value=100, decimal_places=2, initial=0
    )
    under_percent = forms.DecimalField(
        label=_("Accepted under (%)"), min_value=0, max_value=100, decimal_places=2, initial=0
    )
    least_amount = forms.DecimalField(
        label=_("Least amount of an order"), min_value=0, max_digits=12, decimal_places=2, initial=0
    )


class PartyFileForm(forms.Form):
    """A file of suppliers or of terms, to be looked through before anything is written."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or XLS. An empty cell leaves what is known as it is."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.txt"}),
    )


class BuyingNumbersForm(forms.Form):
    """How much each figure weighs in a score, and how early the company is warned."""

    late_days = forms.IntegerField(label=_("Days late"), min_value=0, max_value=100)
    defect_share = forms.IntegerField(label=_("Share of defects"), min_value=0, max_value=100)
    price_change = forms.IntegerField(label=_("Change of price"), min_value=0, max_value=100)
    answer_hours = forms.IntegerField(label=_("Hours to an answer"), min_value=0, max_value=100)
    warn_days = forms.IntegerField(label=_("Days of warning before a document ends"), min_value=0, max_value=365)


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    number = forms.CharField(label=_("Document number"), max_length=80)
    valid_from = day_field(_("Valid from"), required=False)
    valid_until = day_field(_("Valid until"), required=False, help_text=_("Empty: for good."))
    scan = forms.FileField(
        label=_("Scan"),
        required=False,
        help_text=_("PDF, JPEG or PNG."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_scan(self) -> bytes:
        scan = self.cleaned_data["scan"]
        return scan.read(LARGEST + 1) if scan else b""


class StageForm(ActionForm):
    to = forms.ChoiceField(label=_("Stage"), choices=STAGES)


class PauseSupplierForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class TalkForm(ActionForm):
    about = forms.ChoiceField(label=_("Kind"), choices=TalkKind.choices)
    held_on = day_field(_("Day"))
    who = forms.CharField(label=_("Who talked"), max_length=120)
    words = forms.CharField(
        label=pgettext_lazy("supplier", "What was said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class TermsForm(ActionForm):
    sku_code = forms.CharField(label=_("Merchant code"), max_length=64)
    price = forms.DecimalField(label=_("Price"), min_value=0, max_digits=12, decimal_places=4)
    tax_rate = forms.DecimalField(label=_("Tax rate (%)"), min_value=0, max_value=99, decimal_places=2, initial=13)
    least_quantity = forms.IntegerField(label=_("Least quantity"), min_value=1, max_value=10_000_000, initial=1)
    pack_size = forms.IntegerField(label=_("Pack size"), min_value=1, max_value=1_000_000, initial=1)
    valid_from = day_field(_("Valid from"))
    valid_until = day_field(_("Valid until"), required=False, help_text=_("Empty: until the next terms."))


class AccountForm(ActionForm):
    holder = forms.CharField(label=_("Account holder"), max_length=120)
    bank = forms.CharField(label=_("Bank of the account"), max_length=120)
    number = forms.CharField(
        label=_("Account number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ContactsForm(ActionForm):
    people = forms.CharField(
        label=_("Contacts"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One a line: name, phone, e-mail, duty, with commas between. They take the place of those on file."
        ),
    )

    def clean_people(self) -> list[list[str]]:
        lines = [line.replace("，", ",") for line in self.cleaned_data["people"].splitlines() if line.strip()]
        people = [[part.strip() for part in line.split(",", 3)] for line in lines]
        lengths = (80, 40, 120, 60)
        fits = all(len(part) <= most for one in people for part, most in zip(one, lengths, strict=False))
        if len(people) > MOST_PEOPLE or not fits:
            raise forms.ValidationError(_("This is more than fits."))
        return people


class ReviewForm(ActionForm):
    words = forms.CharField(label=_("What was found"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
