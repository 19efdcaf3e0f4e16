"""Writing a sheet between shifts, with what stands open now in view, and its paper."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from zhanggui.fulfilment.flows.write_shift_sheets import write_shift_sheets
from zhanggui.fulfilment.models import ShiftSheet
from zhanggui.fulfilment.places.forms import warehouses_of
from zhanggui.fulfilment.shifts.sheets import kinds_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.ui.offering import offer
from zhanggui.ui.views.asking import actor_of


class WriteForm(forms.Form):
    warehouse = forms.ChoiceField(label=gettext_lazy("Warehouse"))
    note = forms.CharField(
        label=gettext_lazy("What the next shift must know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "warehouse", warehouses_of(actor))


@require_http_methods(["GET", "POST"])
def write_shift_sheet_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("write_shift_sheets")
    form = WriteForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        warehouse_id = int(form.cleaned_data["warehouse"])
        try:
            sheet_id = write_shift_sheets(
                warehouse_ids=[warehouse_id], note=form.cleaned_data["note"], actor=actor, at=now()
            ).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "shift-sheets", str(sheet_id))
    context = {"title": _("Write up the shift"), "form": form, "desk": "shift-sheets"}
    return render(request, "fulfilment/place_form.html", context, status=422 if form.errors else 200)


@require_safe
def shift_sheet_print_view(request: HttpRequest, key: int) -> HttpResponse:
    """The paper of one sheet, with room for both signatures."""
    actor = actor_of(request)
    actor.check("see_parcels")
    sheet = ShiftSheet.objects.visible_to(actor).select_related("warehouse").filter(pk=key).first()
    if sheet is None:
        raise NotFound(what=_("Sheet"), key=key)
    context = {"title": _("Shift hand-over"), "sheet": sheet, **kinds_of(sheet, actor)}
    return render(request, "fulfilment/shift_paper.html", context)
