"""What merging and splitting ask before they run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.set_merge_groups import GroupDraft
from zhanggui.fulfilment.models import GroupedShop, MergeGroup
from zhanggui.fulfilment.models.merging import MOST_G, MOST_ORDERS, MOST_UNITS
from zhanggui.fulfilment.rules.splitting import WAYS
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import key_of
from zhanggui.people.models import Shop
from zhanggui.ui.desk import ActionForm
from zhanggui.ui.offering import offer

BY_RULE = [(way, label) for way, label in WAYS.items() if way != "by_hand"]


class SplitForm(ActionForm):
    way = forms.ChoiceField(label=_("Split"), choices=BY_RULE, initial="by_weight")
    limit = forms.IntegerField(
        label=_("At most in a parcel"),
        help_text=_("Grams by weight, cm³ by volume, pieces by pieces; else it is not asked."),
        required=False,
        min_value=0,
    )

    def clean_limit(self) -> int:
        return self.cleaned_data["limit"] or 0


class GroupForm(ActionForm):
    name = forms.CharField(label=_("Merge group"), max_length=80)
    shop_ids = forms.MultipleChoiceField(label=_("Shops that share parcels"))
    is_automatic = forms.BooleanField(label=_("Merge by itself while planning"), required=False, initial=True)
    ships_partly = forms.BooleanField(
        label=_("Ship what is there of a short order"), required=False, help_text=_("The rest waits for its goods.")
    )
    most_orders = forms.IntegerField(label=_("Most orders in a parcel"), initial=MOST_ORDERS, min_value=2)
    most_units = forms.IntegerField(label=_("Most pieces in a parcel"), initial=MOST_UNITS, min_value=2)
    most_g = forms.IntegerField(label=_("Most grams in a parcel"), initial=MOST_G, min_value=1)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        shops = Shop.objects.visible_to(actor).order_by("name").values_list("pk", "name")
        offer(self, "shop_ids", [(str(pk), name) for pk, name in shops])

    def draft(self) -> GroupDraft:
        given = self.cleaned_data
        return GroupDraft(**{**given, "shop_ids": tuple(int(pk) for pk in given["shop_ids"])})


def known_group(key: str) -> dict[str, Any]:
    """A group as the form shows it; nothing when there is none of this number."""
    group = MergeGroup.objects.filter(pk=key_of(key)).first()
    if group is None:
        return {}
    names = ("name", "is_automatic", "ships_partly", "most_orders", "most_units", "most_g")
    shops = GroupedShop.objects.filter(group=group).values_list("shop_id", flat=True)
    return {name: getattr(group, name) for name in names} | {"shop_ids": [str(pk) for pk in shops]}
