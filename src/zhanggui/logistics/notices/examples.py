"""What buyers would read, shown with the parcel of the shop that left last."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils import translation

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.notices.rules import LONGEST_SUBJECT, LONGEST_TEXT, check_words, example_of, filled
from zhanggui.logistics.notices.states import NoticeLanguage
from zhanggui.people.models import Shop

_LINE = ("parcel__waybill", "parcel__carrier", "order_line__order__number", "order_line__order__goods")
_KEPT = 4
"""So many characters at each end of a number stand; with them nobody looks a parcel up."""


class Example(NamedTuple):
    subject: str
    text: str
    is_real: bool


def example(*, shop_id: int, event: str, language: str, subject: str, text: str, actor: Actor) -> Example:
    """Raises NoticeWordsMissing, NoticeFieldUnknown, MessageLeftOut. Two statements."""
    check_words(subject, text, event=event)
    shop = Shop.objects.visible_to(actor).filter(pk=shop_id).values_list("name", flat=True).first()
    with translation.override(language if language in NoticeLanguage.values else None):
        values = example_of(shop or "…")
        real = _latest(shop_id) if shop else {}
    values |= real
    return Example(
        filled(subject, values, longest=LONGEST_SUBJECT), filled(text, values, longest=LONGEST_TEXT), bool(real)
    )


def _latest(shop_id: int) -> Mapping[str, str]:
    lines = ParcelLine.objects.filter(order_line__order__shop_id=shop_id, parcel__shipped_at__isnull=False)
    found: Any = lines.order_by("-parcel_id").values_list(*_LINE, named=True).first()
    if found is None:
        return {}
    return {
        "order": masked_number(found.order_line__order__number), "waybill": masked_number(found.parcel__waybill),
        "carrier": str(carrier_label(found.parcel__carrier)), "goods": found.order_line__order__goods,
    }  # fmt: skip


def masked_number(number: str) -> str:
    return f"{number[:_KEPT]}****{number[-_KEPT:]}" if len(number) > 2 * _KEPT else "****"
