"""What the actions on orders ask before they run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.orders.wording import FLAGS
from zhanggui.ui.desk import ActionForm

LONGEST_MEMO = 500
NAMED_FLAGS = [(flag, label) for flag, (label, _tone) in FLAGS.items()]
CANCEL_REASONS = (
    ("buyer changed mind", _("Buyer changed their mind")),
    ("out of stock", _("Out of stock")),
    ("ordered twice", _("Ordered twice")),
    ("unreachable area", _("No carrier serves the area")),
    ("suspicious", _("Suspicious order")),
    ("other", _("Other")),
)


class HoldForm(ActionForm):
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


class MemoForm(ActionForm):
    memo = forms.CharField(
        label=_("Seller's memo"),
        max_length=LONGEST_MEMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Replaces the memo of every order chosen, on the platform too. Empty: the memo is cleared."),
    )
    flag = forms.TypedChoiceField(label=_("Flag"), choices=[(0, _("No flag")), *NAMED_FLAGS], coerce=int, initial=0)


class CancelForm(ActionForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=CANCEL_REASONS)
