"""The list of a recall as a file."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhanggui.fulfilment.recalls.of_lot import GRANT, rows_of
from zhanggui.fulfilment.states import ParcelState
from zhanggui.inventory.models import Lot
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.report_files import csv_answer
from zhanggui.ui.views.asking import actor_of


@require_GET
def recall_file_view(request: HttpRequest, key: int) -> HttpResponse:
    """Every order and parcel with pieces of the lot. Buyers stay masked; their sheets say who they are."""
    actor = actor_of(request)
    actor.check("see_stock")
    actor.check(GRANT)
    lot = Lot.objects.filter(pk=key).first()
    if lot is None:
        raise NotFound(what=_("Lot"), key=str(key))
    heads = [
        _("Parcel no."), _("Order no."), _("Shop"), _("Receiver"), _("State"), _("Waybill"), _("Shipped at"),
        _("Pieces"),
    ]  # fmt: skip
    rows = [
        [
            row["number"], row["order"], row["shop"], row["buyer"], str(ParcelState(row["state"]).label),
            row["waybill"], row["shipped_at"] and f"{row['shipped_at'].astimezone(company_zone()):%Y-%m-%d %H:%M}",
            row["pieces"],
        ]
        for row in rows_of(lot, actor)
    ]  # fmt: skip
    return csv_answer(f"recall-{lot.pk}", heads, rows)
