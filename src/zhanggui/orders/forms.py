"""What the actions on orders ask before they run."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.orders.payments.states import BY_HAND
from zhanggui.orders.remarks.states import MemoMode
from zhanggui.orders.rules.holds import preset_end
from zhanggui.orders.rules.memos import LONGEST_MEMO
from zhanggui.orders.rules.review import FORCEABLE
from zhanggui.orders.rules.states import PERSON_HOLDS
from zhanggui.orders.states import HoldReason
from zhanggui.orders.wording import FLAGS, RULE_TITLES
from zhanggui.people.models import Warehouse
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

NAMED_FLAGS = [(flag, label) for flag, (label, _tone) in FLAGS.items()]
CANCEL_REASONS = (
    ("buyer changed mind", _("Buyer changed their mind")),
    ("out of stock", _("Out of stock")),
    ("ordered twice", _("Ordered twice")),
    ("unreachable area", _("No carrier serves the area")),
    ("suspicious", _("Suspicious order")),
    ("other", _("Other")),
)


HOLD_PRESETS = (
    ("", _("Until someone releases it")),
    ("2h", _("2 hours")),
    ("evening", _("Until 18:00")),
    ("morning", _("Until tomorrow, 08:00")),
    ("3d", _("3 days")),
    ("7d", _("7 days")),
)
HOURS_BEFORE = (
    ("", _("No matter when it must have left")),
    (4, _("4 hours before it must have left")),
    (8, _("8 hours before it must have left")),
    (12, _("12 hours before it must have left")),
    (24, _("24 hours before it must have left")),
)


class HoldForm(ActionForm):
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everyone who opens the order sees it."),
    )
    preset = forms.ChoiceField(label=_("How long"), required=False, choices=HOLD_PRESETS)
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Then it is released by itself. Empty: until someone releases it."),
    )
    hours_before = forms.TypedChoiceField(
        label=_("At the latest"), required=False, coerce=int, empty_value=None, choices=HOURS_BEFORE
    )
    marks_urgent = forms.BooleanField(label=_("Urgent when it ends"), required=False)

    asides = ("preset",)

    def clean(self) -> dict[str, Any]:
        """A preset is a moment like one that was typed; the moment typed goes before it."""
        asked = super().clean() or self.cleaned_data
        preset = asked.pop("preset", "")
        if preset and not asked.get("until"):
            asked["until"] = preset_end(preset, at=now())
        return asked


class ReleaseForm(ActionForm):
    reasons = forms.MultipleChoiceField(
        label=_("End only"),
        required=False,
        choices=[(reason.value, reason.label) for reason in HoldReason if reason in PERSON_HOLDS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: each of these. What the platform or planning holds stays."),
    )
    urgent = forms.BooleanField(
        label=_("Urgent from then on"), required=False, help_text=_("They go before the others, as far as the wave.")
    )


class MemoForm(ActionForm):
    mode = forms.ChoiceField(label=_("What to do"), choices=MemoMode.choices, initial=MemoMode.REPLACE)
    memo = forms.CharField(
        label=_("Seller's memo"),
        max_length=LONGEST_MEMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For every order chosen, on the platform too. Replaced by nothing, the memo is cleared."),
    )
    flag = forms.TypedChoiceField(label=_("Flag"), choices=[(0, _("No flag")), *NAMED_FLAGS], coerce=int, initial=0)


class ForceForm(ActionForm):
    forced = forms.MultipleChoiceField(
        label=_("Force"),
        choices=[(name, RULE_TITLES[name]) for name in sorted(FORCEABLE)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only these checks. All others are asked as ever."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class CancelForm(ActionForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=CANCEL_REASONS)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class SettleForm(ActionForm):
    note = forms.CharField(label=_("Note"), max_length=200, help_text=_("What the buyer was told."))


class WaiveForm(ActionForm):
    note = forms.CharField(label=_("Reason"), max_length=200)


class DifferenceForm(ActionForm):
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("The number of the receipt or transfer.")
    )


class PaymentForm(ActionForm):
    kind = forms.ChoiceField(label=_("What happened"), choices=BY_HAND)
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Empty: what is still due of each order."),
    )
    cause = forms.CharField(
        label=_("Receipt no."), max_length=100, help_text=_("The same receipt counts once for each order.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class WarehouseForm(ActionForm):
    warehouse_id = forms.TypedChoiceField(
        label=_("Send from"), coerce=int, help_text=_("Planning keeps to it, or says why it cannot.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Warehouse.objects.visible_to(self.actor).order_by("priority", "pk").values_list("pk", "name")
        offer(self, "warehouse_id", [*rows, (0, gettext("As the rules choose"))])


class CarrierForm(ActionForm):
    carrier = forms.ChoiceField(
        label=_("Send with"), required=False, help_text=_("Planning keeps to it, or says why it cannot.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carriers = [(key, gettext(str(carrier.label))) for key, carrier in known_carriers().items()]
        offer(self, "carrier", [*carriers, ("", gettext("As the rules choose"))])
