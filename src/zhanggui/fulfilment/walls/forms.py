"""What opening a wall asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.open_walls import LONGEST_CODE, WallDraft
from zhanggui.fulfilment.models import Wall
from zhanggui.fulfilment.models.wall import MOST_CELLS
from zhanggui.fulfilment.places.forms import PlaceForm
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import key_of


class WallForm(PlaceForm):
    warehouse = forms.ChoiceField(label=_("Warehouse"))
    code = forms.CharField(
        label=_("Wall code"), max_length=LONGEST_CODE, help_text=_("As it is written, and barcoded, on the wall.")
    )
    name = forms.CharField(label=_("Wall name"), max_length=40, required=False)
    rows = forms.IntegerField(label=_("Rows of cells"), min_value=1, max_value=MOST_CELLS, initial=5)
    columns = forms.IntegerField(
        label=_("Cells in a row"),
        min_value=1,
        max_value=MOST_CELLS,
        initial=8,
        help_text=_("Cells are numbered from 1, along the rows, from the top left."),
    )

    def draft(self) -> WallDraft:
        given = self.cleaned_data
        return WallDraft(int(given["warehouse"]), given["code"], given["rows"], given["columns"], given["name"])


def known_wall(key: str, actor: Actor) -> dict[str, Any]:
    """A wall as the form shows it; nothing when there is none of this number."""
    wall = Wall.objects.visible_to(actor).filter(pk=key_of(key)).first() if key else None
    if wall is None:
        return {}
    return {
        "warehouse": str(wall.warehouse_id),
        "code": wall.code,
        "name": wall.name,
        "rows": wall.rows,
        "columns": wall.columns,
    }
