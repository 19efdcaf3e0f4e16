"""Accounts as people write them down. What is secret is written here and never read back."""

from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.places.forms import PlaceForm
from zhanggui.kernel.doors.waybills import Branch, Contact
from zhanggui.logistics.chips import platforms, providers
from zhanggui.logistics.drafts import AccountDraft
from zhanggui.logistics.flows.settle_requests import SettledAs
from zhanggui.logistics.models import FEW, WaybillAccount
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

LONGEST = 4000
_SENDER = ("name", "mobile", "state", "city", "district", "town", "address")


class Pairs(forms.CharField):
    """“name = value” lines, as a mapping."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=LONGEST, required=False, **options)

    def clean(self, value: Any) -> Any:
        found: dict[str, str] = {}
        for line in super().clean(value).splitlines():
            name, divider, text = line.partition("=")
            if line.strip() and not (divider and name.strip()):
                raise forms.ValidationError(
                    _("“%(line)s” is not of the form “name = value”."), params={"line": line.strip()}
                )
            if line.strip():
                found[name.strip()] = text.strip()
        return found


class AccountForm(PlaceForm):
    """A new account."""

    code = forms.SlugField(label=_("Account"), max_length=32, help_text=_("A short word of our own."))
    name = forms.CharField(label=_("Account name"), max_length=80)
    provider = forms.ChoiceField(label=_("Provider"))
    settings = Pairs(label=_("Settings"), help_text=_("One “name = value” a line, as the connector's page names them."))
    secrets = Pairs(label=_("Keys"), help_text=_("One “name = value” a line. Kept sealed and never shown again."))
    branch_code = forms.CharField(label=_("Branch code"), max_length=64, required=False)
    branch_name = forms.CharField(label=_("Branch"), max_length=80, required=False)
    branch_segment = forms.CharField(label=_("Number segment"), max_length=64, required=False)
    branch_monthly_account = forms.CharField(label=_("Monthly account"), max_length=64, required=False)
    sender_name = forms.CharField(label=_("Sender"), max_length=60)
    sender_mobile = forms.CharField(label=_("Sender's phone"), max_length=32)
    sender_state = forms.CharField(label=_("Province"), max_length=60)
    sender_city = forms.CharField(label=_("City"), max_length=60)
    sender_district = forms.CharField(label=_("District"), max_length=60, required=False)
    sender_town = forms.CharField(label=_("Street or town"), max_length=60, required=False)
    sender_address = forms.CharField(
        label=_("Address"), max_length=200, help_text=_("As it is registered with the branch.")
    )
    product = forms.CharField(label=_("Product"), max_length=64, required=False)
    template = forms.CharField(label=_("Label template"), max_length=300, required=False)
    services = Pairs(label=_("Services"), help_text=_("The provider's own codes, one “code = value” a line."))
    few = forms.IntegerField(label=_("Warn with fewer numbers than"), initial=FEW, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("provider", providers(), "")

    def draft(self) -> AccountDraft:
        given = self.cleaned_data
        return AccountDraft(
            code=given["code"],
            name=given["name"],
            provider=given["provider"],
            settings=given["settings"],
            secrets=given["secrets"],
            branch=Branch(**{field.name: given[f"branch_{field.name}"] for field in fields(Branch)}),
            sender=Contact(**{name: given[f"sender_{name}"] for name in _SENDER}),
            product=given["product"],
            template=given["template"],
            services=given["services"],
            few=given["few"],
        )


class ChangeForm(AccountForm):
    """An account that is known by its code already."""

    code = forms.SlugField(widget=forms.HiddenInput, max_length=32)
    secrets = Pairs(
        label=_("Keys"), help_text=_("Only those that change, one “name = value” a line. The others stay as they are.")
    )


class UseForm(PlaceForm):
    account = forms.ChoiceField(label=_("Account"))
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    carrier = forms.ChoiceField(label=_("Carrier"))
    platform = forms.ChoiceField(
        label=_("Orders of"), required=False, help_text=_("Encrypted receivers are read only by their own platform.")
    )
    priority = forms.IntegerField(
        label=_("Priority"), initial=100, min_value=0, max_value=9999, help_text=_("Lower is asked first.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = WaybillAccount.objects.filter(is_active=True).order_by("code").values_list("pk", "code", "name")
        self._offer("account", [(str(pk), f"{code} {name}") for pk, code, name in accounts], "")
        self._offer("platform", platforms(), str(_("all platforms")))


class ReassignForm(ActionForm):
    account_id = forms.TypedChoiceField(
        label=_("Ask the account"),
        coerce=int,
        help_text=_("The refused request is over; the parcel is asked for anew."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = WaybillAccount.objects.filter(is_active=True).order_by("code").values_list("pk", "code", "name")
        offer(self, "account_id", [(str(pk), f"{code} {name}") for pk, code, name in accounts])


class SettleForm(ActionForm):
    ending = forms.ChoiceField(label=_("How did it end?"), choices=SettledAs.choices)
    note = forms.CharField(
        label=_("What did the branch say?"), max_length=300,
        help_text=_("What the branch took back is asked about once more; what is given up is left alone."),
    )  # fmt: skip


def known_account(account: WaybillAccount) -> dict[str, Any]:
    """The account as its form shows it again, without its keys."""
    words = {
        "code": account.code, "name": account.name, "provider": account.provider, "product": account.product,
        "template": account.template, "few": account.few, "settings": _lines(account.settings),
        "services": _lines(account.services),
    }  # fmt: skip
    words |= {f"branch_{name}": value for name, value in asdict(Branch(**account.branch)).items()}
    return words | {f"sender_{name}": value for name, value in asdict(Contact(**account.sender)).items()}


def _lines(pairs: dict[str, str]) -> str:
    return "\n".join(f"{name} = {value}" for name, value in pairs.items())
