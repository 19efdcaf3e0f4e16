"""Orders as a file with their receivers in whole words: chosen on a page, given out for a purpose, on record."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.orders import OrderDesk, shops_of
from zhanggui.orders.flows.export_receivers import export_receivers
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.looks import day_of
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.receivers.shown import whole_receiver
from zhanggui.orders.rules.looks import EXPORT_RECEIVERS, ExportsUsedUp
from zhanggui.orders.states import ASKED_PURPOSES, LookWay
from zhanggui.ui.desk import Column
from zhanggui.ui.desk.export import desk_export
from zhanggui.ui.desk.query import DeskQuery
from zhanggui.ui.offering import offer
from zhanggui.ui.views.asking import actor_of

MOST_ORDERS = 20_000
_HIDDEN = {"receiver", "mobile"}
_WHOLE = {"name": _("Receiver"), "mobile": _("Mobile"), "phone": _("Phone"), "address": _("Address")}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ExportForm(forms.Form):
    """Which orders, and what for. At least one of the choices narrows the set."""

    tab = forms.ChoiceField(label=_("State"), choices=[(tab.name, tab.title) for tab in OrderDesk.tabs])
    shop = forms.ChoiceField(label=_("Shop"), required=False)
    placed_from = forms.DateField(label=_("Placed from"), required=False, widget=_DAY)
    placed_to = forms.DateField(label=_("Placed until"), required=False, widget=_DAY)
    q = forms.CharField(
        label=_("Order numbers"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line; then nothing else above counts."),
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[("", "…"), *((purpose.value, purpose.label) for purpose in ASKED_PURPOSES)]
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "shop", [("", _("All")), *shops_of(actor)])

    def params(self) -> dict[str, str]:
        """As the desk is asked."""
        given = {name: "" if value is None else str(value) for name, value in self.cleaned_data.items()}
        return {
            "tab": given["tab"], "shop": given["shop"], "q": given["q"],
            "placed__from": given["placed_from"], "placed__to": given["placed_to"],
        }  # fmt: skip


class WholeOrders(OrderDesk):
    """The order desk over these orders, with whole words where it shows masked ones."""

    name = ""
    columns = [
        *(column for column in OrderDesk.columns if column.name not in _HIDDEN and column.kind != "chips"),
        *(Column(f"whole_{part}", title, by_page=True) for part, title in _WHOLE.items()),
    ]

    def __init__(self, order_ids: Sequence[int]) -> None:
        self.order_ids = order_ids

    def visible(self, actor: Actor) -> QuerySet[Order]:
        return super().visible(actor).filter(pk__among=set(self.order_ids))

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        found = dict(super().page_values(ids, actor))
        orders = Order.objects.in_bulk(ids)
        for pk, receiver in receivers_of(ids).items():
            whole = whole_receiver(orders[pk], receiver)
            found[pk] = {**found[pk], **{f"whole_{part}": whole[part] for part in _WHOLE}}
        return found


@never_cache
@require_http_methods(["GET", "POST"])
def export_receivers_view(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    actor.check(EXPORT_RECEIVERS)
    form = ExportForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        if (order_ids := _asked(form, actor)) is None:
            form.add_error(None, _t("Between 1 and {most} orders can be given out at once.").format(most=MOST_ORDERS))
        else:
            try:
                return _file(order_ids, form.cleaned_data["purpose"], actor)
            except ExportsUsedUp as refusal:
                form.add_error(None, refusal.sentence)
    given = day_of(actor, way=LookWay.EXPORTED, at=now())
    context = {"title": _t("Export with receivers"), "form": form, "day": given}
    return render(request, "orders/export_receivers.html", context, status=422 if form.errors else 200)


def _asked(form: ExportForm, actor: Actor) -> list[int] | None:
    desk = OrderDesk()
    rows = DeskQuery.read(desk, form.params(), actor).rows(desk, actor)
    order_ids = list(rows.values_list("pk", flat=True)[: MOST_ORDERS + 1])
    return order_ids if 0 < len(order_ids) <= MOST_ORDERS else None


def _file(order_ids: Sequence[int], purpose: str, actor: Actor) -> HttpResponse | FileResponse:
    moment = now()
    done = export_receivers(order_ids=order_ids, purpose=purpose, actor=actor, at=moment).done
    name = f"{_t('Orders with receivers')}-{timezone.localtime(moment):%Y%m%d-%H%M}.xlsx"
    return FileResponse(desk_export(WholeOrders(done), {"tab": "all"}, actor), as_attachment=True, filename=name)
