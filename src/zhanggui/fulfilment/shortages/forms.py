"""What the shortage board asks before it acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.orders.forms import HoldForm
from zhanggui.orders.rules.messages import LONGEST
from zhanggui.people.models import Warehouse
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer


class SlipForm(ActionForm):
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is printed on the slip."),
    )  # fmt: skip


class HoldUntilForm(HoldForm):
    """A hold for want of goods has a day on which someone looks again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True
        self.fields["until"].help_text = _("When goods should be there. Then it goes on by itself.")


class SubstituteForm(ActionForm):
    sku_code = forms.CharField(
        label=_("Send instead"), max_length=64,
        help_text=_("Merchant code. Piece for piece, without a price difference; the orders are reviewed again."),
    )  # fmt: skip


class PurchaseForm(ActionForm):
    warehouse_id = forms.TypedChoiceField(label=_("Warehouse"), coerce=int)
    quantity = forms.IntegerField(
        label=_("Pieces of each SKU"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("Empty: what is missing now."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Warehouse.objects.visible_to(self.actor).order_by("priority", "pk").values_list("pk", "name")
        offer(self, "warehouse_id", rows)


class MessageForm(ActionForm):
    text = forms.CharField(
        label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("{order}, {goods}, {pieces} and {shop} are filled in for each order."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = gettext(
            "Hello, {goods} of your order {order} is out of stock for the moment. "
            "Would you like to wait, take something else, or have your money back?"
        )
