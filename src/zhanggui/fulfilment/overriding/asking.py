"""The fields in which a second person says who they are, for stations and for desks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.overriding.people import who_confirms
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.desk.columns import Text
from zhanggui.ui.station import Field

WHO = _("User name of who confirms")


def second_fields(who: Text = WHO) -> tuple[Field, ...]:
    return Field("username", who), Field("password", _("Password"), "password")


class ConfirmedForm(ActionForm):
    """Its last two fields prove a second person, who reaches the flow as `confirmed_by`."""

    asides = ("username", "password")
    finds = ("confirmed_by",)

    username = forms.CharField(label=WHO, max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label=_("Password"), max_length=256, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.errors:
            return given
        login = {name: given.pop(name) for name in self.asides}
        try:
            given["confirmed_by"] = who_confirms(login, beside=self.actor, at=now())
        except Refusal as refusal:
            self.add_error("password", refusal.sentence)
        return given
