from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.connectors.files.layouts.known import LAYOUTS
from zhanggui.connectors.files.mapped import BY_MAPPING
from zhanggui.kernel.actor import Actor
from zhanggui.orders.queries import newest_mappings
from zhanggui.people.models import Shop
from zhanggui.ui.offering import offer, offer_rows

ACCEPTED = ".csv,.xlsx,.xls,.txt,.zip"


class OrderFileForm(forms.Form):
    """An order file for one shop, to be looked through before anything is imported."""

    shop = forms.ModelChoiceField(label=_("Shop"), queryset=Shop.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("Order file"),
        help_text=_("As the platform exports it, CSV or XLSX. Drop it here or choose it."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    items = forms.FileField(
        label=_("Item list"),
        required=False,
        help_text=_("Only when the platform exports orders and goods as two files."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    layout = forms.ChoiceField(label=_("Layout"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "shop", Shop.objects.visible_to(actor).order_by("name"))
        layouts = [(layout.name, layout.title) for layout in LAYOUTS.values()]
        mappings = [(f"{BY_MAPPING}{one.pk}", str(one)) for one in newest_mappings().values()]
        offer(self, "layout", [("", _("Told by its headings")), *layouts, *mappings])
