"""How a shop is reached. What is secret is written here and never read back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.channels.flows.link_shops import LinkDraft
from zhanggui.channels.models import ShopLink
from zhanggui.kernel.clock import now
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


class LinkForm(forms.Form):
    settings = forms.CharField(
        label=_("Settings"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("One “name = value” a line, as the connector's page names them."),
    )
    secrets = forms.CharField(
        label=_("Keys"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("One “name = value” a line. Kept sealed and never shown again."),
    )
    days_back = forms.IntegerField(
        label=_("Orders of the last … days"), min_value=0, max_value=MOST_DAYS_BACK, initial=3, required=False,
        help_text=_("Where pulling begins. A shop that is linked already goes on from where it stands."),
    )  # fmt: skip
    expires_at = forms.DateTimeField(
        label=_("Authorised until"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def clean_settings(self) -> dict[str, str]:
        return self._pairs("settings")

    def clean_secrets(self) -> dict[str, str]:
        return self._pairs("secrets")

    def _pairs(self, name: str) -> dict[str, str]:
        try:
            return pairs(self.cleaned_data[name])
        except ValueError as error:
            raise forms.ValidationError(
                _("“%(line)s” is not of the form “name = value”."), params={"line": str(error)}
            ) from None

    def draft(self, shop_id: int, link: ShopLink | None) -> LinkDraft:
        given: dict[str, Any] = self.cleaned_data
        begin = now() - timedelta(days=given["days_back"] or 0)
        return LinkDraft(
            shop_id=shop_id,
            settings=given["settings"],
            secrets=given["secrets"],
            covered_to=link.covered_to if link else begin,
            expires_at=given["expires_at"],
        )
