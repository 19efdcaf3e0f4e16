"""Samples on the shelves 抽检: the list of the day."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.inventory.forms import warehouses_of
from zhanggui.quality.asking import answer_spots
from zhanggui.quality.forms import SpotForm
from zhanggui.quality.models import SpotCheck
from zhanggui.quality.states import SpotState
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab, TextFilter
from zhanggui.ui.desk.columns import Tone

TONES: dict[str, Tone] = {"to_do": "warn", "done": "good", "missed": "muted"}


class SpotCheckDesk(Desk):
    name = "spot-checks"
    title = _("Samples on shelves")
    grant = "see_quality"
    model = SpotCheck
    icon = "checklist"
    document = "pk"
    has_sheet = False
    sort = "-pk"
    pages = [Page(_("Numbers of quality"), "quality:numbers", "set_quality_numbers", "adjustments")]
    search = ("sku__code", "sku__barcodes__code", "location__code")
    search_hint = _("Merchant code / barcode / bin")
    empty = _("No bin is to be sampled. Each morning the list of the day comes here by itself.")
    tabs = [
        *(
            Tab(state.value, state.label, Q(state=state), TONES[state.value], "pk" if state == SpotState.TO_DO else "")
            for state in SpotState
        ),
        Tab("found", _("Defects found"), Q(state=SpotState.DONE, defective__gt=0), "bad"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("day", _("Day"), "day", width=105, sortable=False),
        Column("place", _("Bin"), field="location__code", width=100, sortable=False),
        Column("sku", _("Merchant code"), field="sku__code", width=130, sortable=False),
        Column("product", _("Goods"), field="sku__product__name", width=230, sortable=False),
        Column("spec", _("Specification"), field="sku__spec", width=110, sortable=False),
        Column("lot", _("Lot"), width=100, sortable=False),
        Column("sample", _("Sample"), "quantity", width=80, sortable=False),
        Column("state", _("State"), "state", states=SpotState, tones=TONES, width=100, sortable=False),
        Column("checked", _("Pieces looked at"), "quantity", width=90, sortable=False),
        Column("defective", _("Found defective"), "quantity", width=90, sortable=False),
        Column("note", _("Note"), width=180, sortable=False),
        Column("checked_by", _("Inspector"), "person", width=100, sortable=False),
        Column("checked_at", _("Sampled at"), "moment", width=120, sortable=False),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110, sortable=False),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("day", _("Day"), of_days=True),
    ]
    actions = [
        Action(
            "answer_spot_checks", _("Sampled"), answer_spots, "spot_ids", key="s", icon="eye-check", look="primary",
            form=SpotForm, tabs=("to_do",),
        ),
    ]  # fmt: skip
