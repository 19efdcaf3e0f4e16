"""How a shop is reached. What is secret is written here and never read back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.ui.desk import ActionForm

MOST_DAYS_BACK = 90


class PauseForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


_PICKED = {"data-find-sku": "", "autocomplete": "off", "autofocus": True, "role": "combobox"}


class MatchForm(ActionForm):
    code = forms.CharField(
        label=_("Merchant code"),
        max_length=64,
        widget=forms.TextInput(attrs=_PICKED),
        help_text=_("Type a code, a barcode, a name or pinyin initials."),
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()


class FreezeForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


_PIECES: dict[str, Any] = {"min_value": 0, "max_value": 1_000_000, "required": False}


class LimitForm(ActionForm):
    """Empty fields are the shop's own."""

    ratio = forms.IntegerField(label=_("Share in per cent"), min_value=0, max_value=100, required=False)
    safety = forms.IntegerField(label=_("Kept back"), **_PIECES)
    cap = forms.IntegerField(label=_("At most"), **_PIECES)
    end_mark = forms.IntegerField(
        label=_("Nothing at or below"), help_text=_("When only so many are left, the platform shows none."), **_PIECES
    )
    may_overlap = forms.BooleanField(label=_("May show more than the shop's share"), required=False)


class PriceForm(ActionForm):
    price = forms.DecimalField(label=_("New price"), min_value=Decimal("0.01"), decimal_places=2, required=False)
    percent = forms.DecimalField(
        label=_("Or change in per cent"), min_value=-99, max_value=900, decimal_places=2, required=False,
        help_text=_("-5 makes each five per cent cheaper than it is now."),
    )  # fmt: skip
    may_leap = forms.BooleanField(
        label=_("Large changes are meant"), required=False,
        help_text=_("Without it a price that changes by more than half is refused."),
    )  # fmt: skip


class ShareForm(ActionForm):
    is_published = forms.BooleanField(
        label=_("Tell the platform"), required=False, help_text=_("Without it the numbers are only a preview here.")
    )
    ratio = forms.IntegerField(label=_("Share in per cent"), min_value=0, max_value=100, initial=100)
    safety = forms.IntegerField(label=_("Kept back"), initial=0, **_PIECES)
    cap = forms.IntegerField(label=_("At most"), **_PIECES)
    end_mark = forms.IntegerField(
        label=_("Nothing at or below"), initial=0, help_text=_("When only so many are left, the platform shows none."),
        **_PIECES,
    )  # fmt: skip
    may_overlap = forms.BooleanField(
        label=_("May show pieces that other shops show too"), required=False,
        help_text=_("Together the shops may then sell more than there is."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        return given | {name: given.get(name) or 0 for name in ("safety", "end_mark")}


def pairs(text: str) -> dict[str, str]:
    """`name = value` lines as a mapping. Raises ValueError for a line that is none."""
    found = {}
    for line in text.splitlines():
        if line.strip():
            name, divider, value = line.partition("=")
            if not divider or not name.strip():
                raise ValueError(line.strip())
            found[name.strip()] = value.strip()
    return found
