"""The form by which a shop is linked: one field for each value its platform wants, and where a seller finds it."""

from datetime import timedelta
from typing import Any

import orjson
from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.channels.flows.link_shops import LinkDraft
from zhanggui.channels.forms import pairs
from zhanggui.channels.models import ShopLink
from zhanggui.channels.pacing import pacer
from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.channel import Channel
from zhanggui.kernel.doors.channel_accounts import AccountField, ShopAccount
from zhanggui.kernel.seal import unseal
from zhanggui.people.models import Shop

MOST_DAYS_BACK = 90
LONGEST = 4000


class LinkForm(forms.Form):
    """Secrets are written here and never read back: an empty one keeps what there is."""

    sandbox = forms.BooleanField(
        label=_("Sandbox"), required=False, help_text=_("The platform's place for trying: no real order is touched.")
    )
    more = forms.CharField(
        label=_("More settings"), required=False, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("One “name = value” a line, such as company_code.zto = ZTO for a carrier they call otherwise."),
    )  # fmt: skip
    days_back = forms.IntegerField(
        label=_("Orders of the last … days"), min_value=0, max_value=MOST_DAYS_BACK, initial=3, required=False,
        help_text=_("Where pulling begins. A shop that is linked already goes on from where it stands."),
    )  # fmt: skip
    expires_at = forms.DateTimeField(
        label=_("Authorised until"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, *args: Any, shop: Shop, channel: Channel, link: ShopLink | None, **kwargs: Any) -> None:
        self.shop, self.channel, self.link = shop, channel, link
        self._asked = {f"account_{field.name}": field for field in channel.setup.fields}
        kwargs.setdefault("initial", self._known())
        super().__init__(*args, **kwargs)
        own = {name: self._field(field) for name, field in self._asked.items()}
        self.fields = own | self.fields
        if not channel.setup.sandbox:
            del self.fields["sandbox"]
        if link:
            del self.fields["days_back"]

    def clean_more(self) -> dict[str, str]:
        try:
            return pairs(self.cleaned_data["more"])
        except ValueError as error:
            raise forms.ValidationError(
                _("“%(line)s” is not of the form “name = value”."), params={"line": str(error)}
            ) from None

    def settings(self) -> dict[str, str]:
        given = self.cleaned_data["more"] | self._given(secret=False)
        sandbox = self.channel.setup.sandbox
        if self.cleaned_data.get("sandbox"):
            return given | dict(sandbox)
        return {name: value for name, value in given.items() if sandbox.get(name) != value}

    def secrets(self) -> dict[str, str]:
        return self._kept() | self._given(secret=True)

    def draft(self) -> LinkDraft:
        begin = now() - timedelta(days=self.cleaned_data.get("days_back") or 0)
        return LinkDraft(
            shop_id=self.shop.pk,
            settings=self.settings(),
            secrets=self.secrets(),
            covered_to=self.link.covered_to if self.link else begin,
            expires_at=self.cleaned_data["expires_at"],
        )

    def account(self) -> ShopAccount:
        """What is typed here, to try it before it is kept."""
        settings = self.settings()
        pace = pacer(self.shop.pk, self.channel.code, self.channel.rates, settings)
        return ShopAccount(self.shop.pk, self.shop.code, settings, self.secrets(), pace)

    def _given(self, *, secret: bool) -> dict[str, str]:
        found = {
            field.name: str(self.cleaned_data.get(name) or "").strip()
            for name, field in self._asked.items()
            if field.is_secret == secret
        }
        return {name: value for name, value in found.items() if value}

    def _kept(self) -> dict[str, str]:
        return orjson.loads(unseal(self.link.secrets)) if self.link else {}

    def _known(self) -> dict[str, Any]:
        settings = dict(self.link.settings) if self.link else {}
        sandbox = self.channel.setup.sandbox
        known: dict[str, Any] = {
            name: settings.pop(field.name, field.initial) for name, field in self._asked.items() if not field.is_secret
        }
        return known | {
            "sandbox": bool(sandbox) and all(known.get(f"account_{name}") == value for name, value in sandbox.items()),
            "more": "\n".join(f"{name} = {value}" for name, value in settings.items()),
            "expires_at": self.link.expires_at if self.link else None,
        }

    def _field(self, field: AccountField) -> forms.Field:
        is_kept = field.is_secret and field.name in self._kept()
        about: dict[str, Any] = {
            "label": field.label, "help_text": field.help, "required": field.is_needed and not is_kept,
        }  # fmt: skip
        if field.choices:
            return forms.ChoiceField(choices=[(each, each) for each in field.choices], **about)
        attrs = {"spellcheck": "false", "autocomplete": "off"}
        if field.is_secret:
            hint = {"placeholder": _("Kept. Type to replace it.")} if is_kept else {}
            return forms.CharField(
                max_length=LONGEST, strip=True, widget=forms.PasswordInput(attrs=attrs | hint), **about
            )
        return forms.CharField(max_length=400, widget=forms.TextInput(attrs=attrs), **about)
