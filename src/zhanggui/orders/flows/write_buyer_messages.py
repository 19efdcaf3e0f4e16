"""Write to the buyers of orders, in words with fields filled for each.

Afterwards each order has a message to send. One that waits to be sent is replaced.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import BuyerMessage, Order, ShortLine
from zhanggui.orders.receivers.free_text import seal_text, spoken_of
from zhanggui.orders.rules.messages import LONGEST, check_template, fill_template
from zhanggui.orders.shortages.facts import BuyerMessageQueued
from zhanggui.orders.shortages.states import MessageState

_MESSAGE = ("order_id", "text", "text_sealed", "state", "queued_by", "queued_at", "sent_by")
_ON_CONFLICT = (
    "(\"order_id\") WHERE state = 'queued' DO UPDATE SET "
    "text = EXCLUDED.text, text_sealed = EXCLUDED.text_sealed, "
    "queued_by = EXCLUDED.queued_by, queued_at = EXCLUDED.queued_at"
)


@transaction.atomic
def write_buyer_messages(*, order_ids: Sequence[int], text: str, actor: Actor, at: datetime) -> Outcome[int]:
    check_template(text)
    orders = list(locked(Order.objects.visible_to(actor), order_ids).select_related("shop"))
    missing: dict[int, list[tuple[str, int]]] = {}
    lines = ShortLine.objects.filter(order_id__among=[order.pk for order in orders], short__gt=0).order_by("pk")
    for order_id, title, short in lines.values_list("order_id", "line__title", "short"):
        missing.setdefault(order_id, []).append((title, short))

    words: dict[int, str] = {}
    refused: dict[int, Refusal] = {}
    for order in orders:
        short_of = missing.get(order.pk, [])
        values = {
            "order": order.number,
            "shop": order.shop.name,
            "goods": "、".join(dict.fromkeys(title for title, _ in short_of)) or order.goods,
            "pieces": str(sum(short for _, short in short_of) or order.units),
        }
        try:
            words[order.pk] = fill_template(text, values)
        except Refusal as refusal:
            refused[order.pk] = refusal
    refused |= not_found("order", order_ids, (order.pk for order in orders))

    ready = [order for order in orders if order.pk in words]
    texts = {order.pk: seal_text(words[order.pk], known=spoken_of(order, words[order.pk])) for order in ready}
    rows = [
        (pk, one.shown[:LONGEST], one.sealed, MessageState.QUEUED.value, actor.name[:80], at, "")
        for pk, one in texts.items()
    ]
    insert_rows(BuyerMessage, _MESSAGE, rows, on_conflict=_ON_CONFLICT)

    announce([BuyerMessageQueued(pk, one.shown) for pk, one in texts.items()], actor=actor, at=at)
    return Outcome(done=list(words), refused=refused)
