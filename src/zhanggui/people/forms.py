"""What people type about themselves. Decisions are the flows'."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhanggui.people.models import Role, Shop, Warehouse
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class PasswordForm(forms.Form):
    current = forms.CharField(
        label=_("Password now"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        return cleaned


class SelectSeveral(forms.SelectMultiple):
    """A script sends a lone choice as text and several as a list; both are a list here."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return [value] if isinstance(value, str) else value


class ScopeForm(ActionForm):
    """Posts, shops and warehouses among those the asker may hand on. None of the places stands for all of them."""

    roles = forms.MultipleChoiceField(label=_("Posts"), required=False, widget=SelectSeveral(attrs={"size": 8}))
    shop_ids = forms.TypedMultipleChoiceField(
        label=_("Shops"),
        coerce=int,
        required=False,
        help_text=_("None chosen: all."),
        widget=SelectSeveral(attrs={"size": 4}),
    )
    warehouse_ids = forms.TypedMultipleChoiceField(
        label=_("Warehouses"),
        coerce=int,
        required=False,
        help_text=_("None chosen: all."),
        widget=SelectSeveral(attrs={"size": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shops, warehouses = Shop.objects.visible_to(self.actor), Warehouse.objects.visible_to(self.actor)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "roles": [(role.code, role.title) for role in Role.objects.order_by("pk")],
            "shop_ids": list(shops.order_by("code").values_list("pk", "name")),
            "warehouse_ids": list(warehouses.order_by("code").values_list("pk", "name")),
        }
        for name, chosen in choices.items():
            offer(self, name, chosen)


class NewPasswordForm(ActionForm):
    password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewUserForm(ScopeForm):
    username = forms.CharField(label=_("User name"), max_length=64)
    name = forms.CharField(label=_("Full name"), max_length=80)
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("username", "name", "password", "language", "roles", "shop_ids", "warehouse_ids")
