"""All that is hidden in the free text of orders, for whoever has put the look on record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.together import read_together
from zhanggui.orders.models import BuyerMessage, Hold, MemoEdit, Order, RemarkRequest
from zhanggui.orders.receivers.free_text import open_parts, seal_parts

MESSAGE, MEMO = _("Buyer's message"), _("Seller's memo")


class HiddenText(NamedTuple):
    """Where it stands, and what it says."""

    place: Promise | str
    whole: str


class _Kept(NamedTuple):
    """A table with sealed words: its column of them, and what pages call the text."""

    model: type[Model]
    column: str
    place: Promise

    def rows(self, order_ids: Iterable[int]) -> QuerySet[Any, Any]:
        return self.model._default_manager.filter(order_id__among=set(order_ids)).exclude(**{self.column: b""})


KEPT = (
    _Kept(RemarkRequest, "words_sealed", _("Request")),
    _Kept(MemoEdit, "memo_sealed", _("Earlier memo")),
    _Kept(Hold, "note_sealed", _("Hold")),
    _Kept(BuyerMessage, "text_sealed", _("Message to the buyer")),
)
"""Beside the orders themselves, every place where free text of an order is sealed."""


def forget_texts(order_ids: Iterable[int]) -> None:
    """Of the free text of these orders only what is shown is left."""
    ids = set(order_ids)
    Order.objects.filter(pk__among=ids).exclude(remarks_sealed=b"").update(remarks_sealed=b"")
    for kept in KEPT:
        kept.rows(ids).update(**{kept.column: b""})


def reseal_texts(order_ids: Iterable[int]) -> None:
    """The free text of these orders is sealed under the first key."""
    ids = set(order_ids)
    orders = Order.objects.filter(pk__among=ids).exclude(remarks_sealed=b"").values_list("pk", "remarks_sealed")
    update_rows(Order, ("id",), ("remarks_sealed",), [(pk, seal_parts(open_parts(sealed))) for pk, sealed in orders])
    for kept in KEPT:
        rows = kept.rows(ids).order_by("pk").values_list("pk", kept.column)
        fresh = [(pk, seal_parts(open_parts(sealed))) for pk, sealed in rows]
        update_rows(kept.model, ("id",), (kept.column,), fresh)


def hidden_texts(order_ids: Sequence[int]) -> dict[int, list[HiddenText]]:
    """Each text once, in whole words. One statement; orders with nothing hidden are left out."""
    orders = Order.objects.filter(pk__among=set(order_ids)).exclude(remarks_sealed=b"")
    remarks = orders.values_list("pk", "remarks_sealed")
    others = [kept.rows(order_ids).order_by("pk").values_list("order_id", kept.column) for kept in KEPT]
    read_together(remarks, *others)
    found: dict[int, dict[str, HiddenText]] = defaultdict(dict)
    for pk, sealed in remarks:
        message, memo = open_parts(sealed)
        for place, whole in ((MESSAGE, message), (MEMO, memo)):
            if whole:
                found[pk].setdefault(whole, HiddenText(place, whole))
    for kept, rows in zip(KEPT, others, strict=True):
        for pk, sealed in rows:
            whole = str(open_parts(sealed)[0])
            found[pk].setdefault(whole, HiddenText(kept.place, whole))
    return {pk: _told_once(list(texts.values())) for pk, texts in found.items()}


def _told_once(texts: Sequence[HiddenText]) -> list[HiddenText]:
    """Without those that stand in another one: a request is mostly a piece of its remark."""
    return [
        text for text in texts if not any(text.whole != other.whole and text.whole in other.whole for other in texts)
    ]
