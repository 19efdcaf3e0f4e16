"""Requests and payments in the words of pages and papers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhanggui.orders.models import RemarkRequest
from zhanggui.orders.receivers.free_text import whole_request
from zhanggui.orders.remarks.states import PRINTED_KINDS, RequestKind, RequestState
from zhanggui.ui.desk.columns import Tone

KIND_TONES: dict[str, Tone] = {
    "item": "bad",
    "quantity": "bad",
    "address": "bad",
    "receiver": "bad",
    "together": "info",
    "courier": "info",
    "invoice": "neutral",
    "card": "good",
    "delivery": "warn",
    "custom": "neutral",
    "unread": "warn",
}
STATE_TONES: dict[str, Tone] = {"open": "warn", "handled": "good", "refused": "bad", "withdrawn": "muted"}


def fields_words(kind: str, fields: Mapping[str, Any], source: str) -> str:
    """What is asked, in one line; the words themselves where nothing was understood."""
    match kind:
        case RequestKind.COURIER:
            return str(fields.get("name", ""))
        case RequestKind.ITEM:
            return " → ".join(filter(None, [str(fields.get("old", "")), str(fields.get("new", ""))]))
        case RequestKind.INVOICE:
            tax = fields.get("tax_no", "")
            return f"{fields.get('title', '')} {tax}".strip()
        case RequestKind.DELIVERY:
            day = fields.get("not_before")
            words = str(fields.get("text", ""))
            return _("{words} (not before {day})").format(words=words, day=day) if day else words
        case RequestKind.QUANTITY:
            return _("{count} pieces").format(count=fields.get("quantity", ""))
        case RequestKind.UNREAD:
            return source
    return " ".join(str(value) for value in fields.values() if value) or source


def paper_lines(order_ids: Iterable[int]) -> dict[int, list[str]]:
    """What the papers of these orders say of their handled requests, in whole words. One statement."""
    rows = RemarkRequest.objects.filter(
        order_id__among=set(order_ids), state=RequestState.HANDLED, kind__in=PRINTED_KINDS
    )
    said: dict[int, list[str]] = {}
    for one in rows.select_related("template").order_by("order_id", "pk"):
        label = one.template.name if one.template else str(RequestKind(one.kind).label)
        source, fields = whole_request(one.source, one.fields, one.words_sealed)
        said.setdefault(one.order_id, []).append(f"{label}: {fields_words(one.kind, fields, source)}")
    return said
