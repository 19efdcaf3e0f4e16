"""The list of sheets between shifts: which still need a signature, and those that are kept."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.flows.sign_shift_sheets import sign_shift_sheets
from zhanggui.fulfilment.models import ShiftSheet
from zhanggui.fulfilment.places.forms import warehouses_of
from zhanggui.fulfilment.printing import open_papers
from zhanggui.fulfilment.states import ShiftState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, ActionForm, ChoiceFilter, Column, DateFilter, Desk, Tab
from zhanggui.ui.desk.columns import Tone

SHIFT_TONES: dict[str, Tone] = {"written": "warn", "given": "info", "taken": "good"}


class SignForm(ActionForm):
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class ShiftSheetDesk(Desk):
    """Sheets between shifts."""

    name = "shift-sheets"
    title = _("Shift hand-over")
    empty = _("No shift was handed over yet. Who leaves writes up the shift.")
    grant = "see_parcels"
    model = ShiftSheet
    icon = "signature"
    tabs = [
        Tab("written", ShiftState.WRITTEN.label, Q(state=ShiftState.WRITTEN), "warn"),
        Tab("given", ShiftState.GIVEN.label, Q(state=ShiftState.GIVEN), "info"),
        Tab("taken", ShiftState.TAKEN.label, Q(state=ShiftState.TAKEN), "good"),
        Tab("all", _("All")),
    ]
    columns = [
        Column("number", _("Sheet"), link=True, width=150, frozen=True),
        Column("state", _("State"), "state", states=ShiftState, tones=SHIFT_TONES, width=130),
        Column("warehouse", _("Warehouse"), field="warehouse__name", sortable=False),
        Column("open_items", _("Open items"), "quantity", width=90, sortable=False),
        Column("written_at", _("Written at"), "moment", width=110),
        Column("written_by", _("Written by"), "person", width=100, sortable=False),
        Column("given_by", _("Handed over by"), "person", width=110, sortable=False),
        Column("given_at", _("Handed over at"), "moment", width=110, sortable=False),
        Column("taken_by", _("Taken over by"), "person", width=110, sortable=False),
        Column("taken_at", _("Taken over at"), "moment", width=110, sortable=False),
        Column("note", _("Note"), width=200, sortable=False),
    ]
    filters = [
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        DateFilter("written_at", _("Written on")),
    ]
    search = ("number", "number__startswith")
    search_hint = _("Sheet no.")
    sort = "-pk"
    actions = [
        Action(
            "sign_shift_sheets", _("Sign"), sign_shift_sheets, "sheet_ids", key="s", icon="signature", look="primary",
            form=SignForm, tabs=("written", "given"), on_sheet=~Q(state=ShiftState.TAKEN),
        ),
        Action(
            "print_shift_sheets", _("Print"), open_papers, "ids", grant="see_parcels", key="p", icon="printer",
            opens="/shifts/{id}/print", on_sheet=Q(),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return ShiftSheet.objects.visible_to(actor).select_related("warehouse")
