from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.known import LAYOUTS
from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.connectors.files.mapped import BY_MAPPING
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelState
from zhanggui.orders.queries import newest_mappings
from zhanggui.people.models import Shop
from zhanggui.ui.offering import offer, offer_rows

FIELD_LABELS = {
    Field.NUMBER: _("Order no."),
    Field.LINE_NUMBER: _("Line no."),
    Field.SKU_CODE: _("Merchant code"),
    Field.TITLE: _("Goods"),
    Field.SPEC: _("Specification"),
    Field.QUANTITY: _("Qty"),
    Field.PRICE: _("Price"),
    Field.AMOUNT: _("Amount of the line"),
    Field.PLACED_AT: _("Placed at"),
    Field.PAID_AT: _("Paid at"),
    Field.SHIP_BY: _("Ship by"),
    Field.STATE: _("State"),
    Field.PAID: _("Paid"),
    Field.FREIGHT: _("Freight"),
    Field.PAYMENT_MODE: _("Payment"),
    Field.BUYER: _("Buyer"),
    Field.BUYER_MESSAGE: _("Buyer's message"),
    Field.SELLER_MEMO: _("Seller's memo"),
    Field.SELLER_FLAG: _("Flag"),
    Field.RECEIVER_NAME: _("Receiver"),
    Field.RECEIVER_MOBILE: _("Mobile"),
    Field.RECEIVER_PHONE: _("Landline"),
    Field.RECEIVER_STATE: _("Province"),
    Field.RECEIVER_CITY: _("City"),
    Field.RECEIVER_DISTRICT: _("District"),
    Field.RECEIVER_TOWN: _("Town"),
    Field.RECEIVER_ADDRESS: _("Address"),
    Field.RECEIVER_POSTCODE: _("Postcode"),
}
"""What a clerk maps, in the order of the form."""
NEEDED = frozenset({Field.NUMBER, Field.SKU_CODE, Field.QUANTITY, Field.PRICE, Field.PLACED_AT})
ACCEPTED = ".csv,.xlsx,.xls,.txt,.zip"


class OrderFileForm(forms.Form):
    """An order file for one shop, to be looked through before anything is imported."""

    shop = forms.ModelChoiceField(label=_("Shop"), queryset=Shop.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("Order file"),
        help_text=_("As the platform exports it, CSV or XLSX. Drop it here or choose it."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    items = forms.FileField(
        label=_("Item list"),
        required=False,
        help_text=_("Only when the platform exports orders and goods as two files."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    layout = forms.ChoiceField(label=_("Layout"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "shop", Shop.objects.visible_to(actor).order_by("name"))
        layouts = [(layout.name, layout.title) for layout in LAYOUTS.values()]
        mappings = [(f"{BY_MAPPING}{one.pk}", str(one)) for one in newest_mappings().values()]
        offer(self, "layout", [("", _("Told by its headings")), *layouts, *mappings])


class MappingForm(forms.Form):
    """Which heading of a file holds which field of ours; kept under a name for the files to come."""

    name = forms.CharField(label=_("Name of the mapping"), max_length=60, help_text=_("A new version, if it is known."))

    def __init__(self, *args: Any, headings: Sequence[str], guessed: Mapping[Field, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((heading, heading) for heading in headings)]
        for field, label in FIELD_LABELS.items():
            self.fields[field.value] = forms.ChoiceField(
                label=label, choices=choices, required=field in NEEDED, initial=guessed.get(field, "")
            )
        self.fields["states"] = forms.CharField(
            label=_("Words for states"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One a line: their word = {states}").format(states=", ".join(ChannelState)),
        )

    def clean_states(self) -> dict[str, str]:
        words = {}
        for line in filter(None, map(str.strip, self.cleaned_data["states"].splitlines())):
            word, _sign, state = (part.strip() for part in line.partition("="))
            if state not in set(ChannelState):
                raise forms.ValidationError(_("This line is not understood: {line}").format(line=line))
            words[word] = state
        return words

    @property
    def mapped(self) -> dict[str, str]:
        """Our field → their heading, for the fields that were chosen."""
        return {field.value: heading for field in FIELD_LABELS if (heading := self.cleaned_data[field.value])}
