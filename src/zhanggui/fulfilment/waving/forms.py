"""What saving a wave strategy asks. Weights are typed in kilograms, volumes in litres."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.set_strategies import StrategyDraft
from zhanggui.fulfilment.models import Wall, WaveStrategy
from zhanggui.fulfilment.models.strategy import HOT_FROM, MOST_SIZE, USUAL_SIZE
from zhanggui.fulfilment.places.forms import PlaceForm, carriers_of
from zhanggui.fulfilment.states import PickMeans, WallState, WaveKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import key_of
from zhanggui.people.models import Shop
from zhanggui.ui.offering import offer

THOUSAND = Decimal(1000)


class StrategyForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    name = forms.CharField(label=_("Strategy name"), max_length=40)
    priority = forms.IntegerField(
        label=_("Chooses as number"), initial=100, min_value=0, max_value=30_000,
        help_text=_("Of several strategies the lowest number chooses its parcels first."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of wave"), required=False)
    hot_from = forms.IntegerField(
        label=_("Hot from"), initial=HOT_FROM, min_value=2, max_value=30_000,
        help_text=_("A SKU is hot when so many parcels of one carrier hold nothing else. Each hot wave is one SKU."),
    )  # fmt: skip
    carriers = forms.MultipleChoiceField(
        label=_("Only these carriers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shops = forms.MultipleChoiceField(label=_("Only these shops"), required=False)
    zones = forms.CharField(
        label=_("Only these zones"), required=False, max_length=200,
        help_text=_("Zones with blanks between them. A bin’s zone is what stands before the first dash: A of A-01-03."),
    )  # fmt: skip
    by_zone = forms.BooleanField(label=_("Each wave in one zone"), required=False)
    urgent_only = forms.BooleanField(label=_("Urgent parcels only"), required=False)
    due_within_h = forms.IntegerField(
        label=_("Must leave within hours"), initial=0, min_value=0, max_value=1000, help_text=_("0: no matter when.")
    )
    wall = forms.ChoiceField(
        label=_("Sorted into wall"), required=False, help_text=_("A wave has at most as many parcels as its cells.")
    )
    most_parcels = forms.IntegerField(
        label=_("Most parcels"), initial=USUAL_SIZE, min_value=1, max_value=MOST_SIZE,
        help_text=_("Where no wall is chosen, and for hot waves, which nobody sorts."),
    )  # fmt: skip
    most_units = forms.IntegerField(label=_("Most pieces on the cart"), initial=0, min_value=0, max_value=1_000_000)
    most_kg = forms.DecimalField(label=_("Most kilograms on the cart"), initial=0, min_value=0, max_value=1_000_000)
    most_litres = forms.DecimalField(
        label=_("Most litres on the cart"), initial=0, min_value=0, max_value=1_000_000, help_text=_("0: no limit.")
    )
    fewest = forms.IntegerField(
        label=_("Fewest parcels"), initial=1, min_value=1, max_value=MOST_SIZE,
        help_text=_("Fewer wait for more, until another strategy takes them."),
    )  # fmt: skip
    means = forms.ChoiceField(label=_("Picked with"), choices=PickMeans.choices)
    labels_at_table = forms.BooleanField(
        label=_("Labels at the table"), required=False,
        help_text=_("Single or hot items: picked as a sum of pieces, each label comes with its item."),
    )  # fmt: skip
    is_enabled = forms.BooleanField(label=_("Switched on"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        shops = Shop.objects.visible_to(actor).order_by("name").values_list("pk", "name")
        walls = Wall.objects.visible_to(actor).filter(state=WallState.OPEN).order_by("warehouse__name", "code")
        offer(self, "kind", [("", gettext("Any kind")), *WaveKind.choices])
        offer(self, "carriers", carriers_of())
        offer(self, "shops", [(str(pk), name) for pk, name in shops])
        told = [(str(wall.pk), f"{wall.warehouse} {wall.code} ({wall.cells})") for wall in walls.select_related()]
        offer(self, "wall", [("", gettext("No wall")), *told])

    def draft(self) -> StrategyDraft:
        given = dict(self.cleaned_data)
        warehouse_id, wall = int(given.pop("warehouse")), given.pop("wall")
        return StrategyDraft(
            warehouse_id=warehouse_id,
            wall_id=int(wall) if wall else None,
            carriers=tuple(given.pop("carriers")),
            shops=tuple(map(int, given.pop("shops"))),
            zones=tuple(given.pop("zones").replace(",", " ").split()),
            most_g=int(given.pop("most_kg") * THOUSAND),
            most_cm3=int(given.pop("most_litres") * THOUSAND),
            **given,
        )


def known_strategy(key: str, actor: Actor) -> dict[str, Any]:
    """A strategy as the form shows it; nothing when there is none of this number."""
    row = WaveStrategy.objects.visible_to(actor).filter(pk=key_of(key)).first() if key else None
    if row is None:
        return {}
    same = ("name", "priority", "kind", "hot_from", "carriers", "by_zone", "urgent_only", "due_within_h",
            "most_parcels", "most_units", "fewest", "means", "labels_at_table", "is_enabled")  # fmt: skip
    return {name: getattr(row, name) for name in same} | {
        "warehouse": str(row.warehouse_id),
        "wall": str(row.wall_id or ""),
        "shops": [str(pk) for pk in row.shops],
        "zones": " ".join(row.zones),
        "most_kg": row.most_g / THOUSAND,
        "most_litres": row.most_cm3 / THOUSAND,
    }
