"""The forms that open over the verifying table: the inspector's pass, and pieces counted by hand."""

from django.db.models import F
from django.utils.translation import gettext as _

from zhanggui.catalog.states import Tracking
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.overriding.asking import second_fields
from zhanggui.fulfilment.rules.verifying import NothingByHand
from zhanggui.ui.station import Ask, Field

INSPECTOR, BY_HAND = "inspector", "by_hand"


def ask_inspector() -> Ask:
    return Ask(
        INSPECTOR,
        _("Inspector's pass"),
        (*second_fields(_("Inspector's user name")), Field("note", _("Note"))),
        _("These goods are marked for sampling inspection. The inspector looks at them here and signs."),
    )


def ask_by_hand(parcel: Parcel) -> Ask:
    """Raises NothingByHand when every piece is scanned, or only pieces are missing whose code can be keyed."""
    missing = ParcelLine.objects.filter(parcel=parcel, verified__lt=F("picked"), sku__tracking=Tracking.NONE)
    lines = missing.select_related("sku__product").order_by("pk")
    goods = {
        line.sku.code: " ".join(filter(None, [line.sku.code, line.sku.product.name, line.sku.spec])) for line in lines
    }
    if not goods:
        raise NothingByHand(waybill=parcel.waybill)
    fields = (
        Field("sku", _("Goods"), "choice", choices=tuple(goods.items())),
        Field("pieces", _("Pieces"), "number", value="1"),
        Field("reason", _("Why the barcode cannot be scanned")),
    )
    return Ask(
        BY_HAND,
        _("Verify by hand"),
        (*fields, *second_fields()),
        _("A second person counts the pieces and confirms with the own password. It is on the list of the day."),
    )
