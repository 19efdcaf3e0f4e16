"""What the actions on orders ask before they run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.clock import now
from zhanggui.orders.rules.states import PLATFORM_HOLDS
from zhanggui.orders.states import HoldReason
from zhanggui.ui.desk import ActionForm

OUR_REASONS = [(reason.value, reason.label) for reason in HoldReason if reason not in PLATFORM_HOLDS]
CANCEL_REASONS = (
    ("buyer changed mind", _("Buyer changed their mind")),
    ("out of stock", _("Out of stock")),
    ("ordered twice", _("Ordered twice")),
    ("unreachable area", _("No carrier serves the area")),
    ("suspicious", _("Suspicious order")),
    ("other", _("Other")),
)


class HoldForm(ActionForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=OUR_REASONS)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everyone who opens the order sees it."),
    )
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Then it is released by itself. Empty: until someone releases it."),
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until <= now():
            raise forms.ValidationError(_("Give a moment that is still to come."))
        return until


class CancelForm(ActionForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=CANCEL_REASONS)
