"""The form in which a clerk says which heading of a file holds which field of ours."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.custom import ZERO
from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.connectors.files.layouts.words import REFUND_WORDS, STATE_WORDS
from zhanggui.connectors.files.rows import comparable
from zhanggui.orders.wording import CHANNEL_STATES, REFUND_STATES

FIELD_GROUPS: Sequence[tuple[str | Promise, Mapping[Field, Any]]] = (
    (
        _("Order"),
        {
            Field.NUMBER: _("Order no."),
            Field.PLACED_AT: _("Placed at"),
            Field.PAID_AT: _("Paid at"),
            Field.SHIP_BY: _("Ship by"),
            Field.SHIPPED_AT: _("Shipped at"),
            Field.FINISHED_AT: _("Finished at"),
            Field.MODIFIED_AT: _("Modified at"),
            Field.STATE: _("State"),
            Field.IS_EXAMINED: _("Under examination (是)"),
            Field.KINDS: _("Kinds of goods"),
            Field.PIECES: _("Pieces in all"),
        },
    ),
    (
        _("Goods"),
        {
            Field.LINE_NUMBER: _("Line no."),
            Field.SKU_CODE: _("Merchant code"),
            Field.ITEM_CODE: _("Item code"),
            Field.LISTING: _("Listing id"),
            Field.TITLE: _("Goods"),
            Field.SPEC: _("Specification"),
            Field.QUANTITY: _("Qty"),
            Field.LINE_STATE: _("State of the line"),
            Field.REFUND_STATE: _("After-sales state"),
            Field.CHANGED_GOODS: _("Changed SKU"),
        },
    ),
    (
        _("Money"),
        {
            Field.PRICE: _("Price"),
            Field.AMOUNT: _("Amount of the line"),
            Field.GOODS_AMOUNT: _("Goods amount of the order"),
            Field.FULL_AMOUNT: _("Goods before discounts"),
            Field.DISCOUNT_SELLER: _("Shop discount"),
            Field.DISCOUNT_PLATFORM: _("Platform discount"),
            Field.DISCOUNT_PAYMENT: _("Payment discount"),
            Field.FREIGHT: _("Freight"),
            Field.PAID: _("Paid"),
            Field.REFUND_AMOUNT: _("Refund amount"),
            Field.PAYMENT_MODE: _("Way of paying"),
        },
    ),
    (
        _("Buyer"),
        {
            Field.BUYER: _("Buyer"),
            Field.BUYER_MESSAGE: _("Buyer's message"),
            Field.SELLER_MEMO: _("Seller's memo"),
            Field.SELLER_NOTE: _("Second memo"),
            Field.SELLER_FLAG: _("Flag"),
        },
    ),
    (
        _("Receiver"),
        {
            Field.RECEIVER_NAME: _("Receiver"),
            Field.RECEIVER_MOBILE: _("Mobile"),
            Field.RECEIVER_PHONE: _("Landline"),
            Field.RECEIVER_STATE: _("Province"),
            Field.RECEIVER_CITY: _("City"),
            Field.RECEIVER_DISTRICT: _("District"),
            Field.RECEIVER_TOWN: _("Town"),
            Field.RECEIVER_ADDRESS: _("Address"),
            Field.RECEIVER_POSTCODE: _("Postcode"),
            Field.RECEIVER_EMAIL: _("E-mail address"),
            Field.CHANGED_ADDRESS: _("Changed address"),
            Field.IS_ADDRESS_CHANGED: _("Address was changed (是)"),
        },
    ),
)
"""All that a file may hold, in the order of the form."""
FIELD_LABELS = {field: label for _title, fields in FIELD_GROUPS for field, label in fields.items()}
ALWAYS = frozenset({Field.NUMBER, Field.PLACED_AT})
"""Without these no row of any file is an order; what else it needs depends on what it has, see `layout_of`."""


class MappingForm(forms.Form):
    """Which heading of a file holds which field of ours; kept under a name for the files to come."""

    name = forms.CharField(label=_("Name of the mapping"), max_length=60, help_text=_("A new version, if it is known."))

    def __init__(self, *args: Any, headings: Sequence[str], guessed: Mapping[Field, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", "—"), *((heading, heading) for heading in headings)]
        for field, label in FIELD_LABELS.items():
            free = [(ZERO, _("No price: the goods cost 0"))] if field is Field.PRICE else []
            self.fields[field.value] = forms.ChoiceField(
                label=label, choices=[*choices, *free], required=field in ALWAYS, initial=guessed.get(field, "")
            )
        self._ask_words("states", _("Words for states"), CHANNEL_STATES)
        self._ask_words("refunds", _("Words for after-sales"), REFUND_STATES)

    def _ask_words(self, name: str, label: Any, known: Mapping[str, str | Promise]) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One a line: their word = {states}").format(states="、".join(map(str, known.values()))),
        )

    def clean_states(self) -> dict[str, str]:
        return _words(self.cleaned_data["states"], {**STATE_WORDS, **_by_label(CHANNEL_STATES)})

    def clean_refunds(self) -> dict[str, str]:
        return _words(self.cleaned_data["refunds"], {**REFUND_WORDS, **_by_label(REFUND_STATES)})

    @property
    def groups(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        """The selects by what they are about."""
        for title, fields in FIELD_GROUPS:
            yield title, [self[field.value] for field in fields]

    @property
    def mapped(self) -> dict[str, str]:
        """Our field → their heading, for the fields that were chosen."""
        return {field.value: heading for field in FIELD_LABELS if (heading := self.cleaned_data[field.value])}


def _by_label(labels: Mapping[str, str | Promise]) -> dict[str, str]:
    return {comparable(str(label)): state for state, label in labels.items()}


def _words(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """Their word → our state, which may be written as any word we know for it."""
    words = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _sign, state = (part.strip() for part in line.replace("＝", "=").partition("="))
        if not word or comparable(state) not in known:
            raise forms.ValidationError(_("This line is not understood: {line}").format(line=line))
        words[word] = str(known[comparable(state)])
    return words
