"""Free text that speaks of a person: the column shows it masked, the whole words lie sealed beside it.

Lists, filters, rules, facts and traces work on what is shown. Where nothing had to be hidden there is nothing sealed,
and the text costs what it always did. Whoever shows the whole words to a person puts the look on record first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.seal import seal_short, unseal
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.sealed import open_receiver
from zhanggui.orders.rules.hiding import carried_words, hidden_words, hide, masked

SHORTEST_TAIL = 4
_NAMED = (
    "receiver_name_masked", "receiver_mobile_masked", "receiver_state", "receiver_city", "receiver_district",
    "receiver_sealed",
)  # fmt: skip


class Text(NamedTuple):
    """A text as it may be read, and its whole words sealed; empty: it shows all of them."""

    shown: str
    sealed: bytes


class Remarks(NamedTuple):
    """Message and memo of an order, as its columns have them."""

    message: str
    memo: str
    sealed: bytes


def seal_text(text: str, *, known: Receiver | None = None, words: Mapping[str, str] | None = None) -> Text:
    """`words` are what is to be hidden, where that was found in a longer text already."""
    shown = hide(text, hidden_words([text], known=known) if words is None else words)
    return Text(shown, b"" if shown == text else seal_parts([text]))


def whole_text(shown: str, sealed: bytes | memoryview) -> str:
    return str(open_parts(sealed)[0]) if sealed else shown


def seal_remarks(message: str, memo: str, *, known: Receiver | None = None) -> Remarks:
    if not message and not memo:
        return Remarks("", "", b"")
    words = hidden_words((message, memo), known=known)
    if not words:
        return Remarks(message, memo, b"")
    return Remarks(hide(message, words), hide(memo, words), seal_parts([message, memo]))


def whole_remarks(message: str, memo: str, sealed: bytes | memoryview) -> tuple[str, str]:
    """Message and memo of the columns in whole words."""
    if not sealed:
        return message, memo
    message, memo = open_parts(sealed)
    return message, memo


class Request(NamedTuple):
    """A request of a remark, as its columns have it; `fields` are JSON."""

    source: str
    fields: str
    sealed: bytes


def seal_request(kind: str, source: str, fields: Mapping[str, str], words: Mapping[str, str]) -> Request:
    """`words` are what is to be hidden of the remark it was read from, beside all that a request of its kind carries of
    a receiver."""
    words = {**words, **carried_words(kind, fields)}
    whole = orjson.dumps(dict(fields))
    if not words:
        return Request(source, whole.decode(), b"")
    shown = {name: hide(str(value), words) for name, value in fields.items()}
    is_hidden = shown != dict(fields) or hide(source, words) != source
    sealed = seal_parts([source, dict(fields)]) if is_hidden else b""
    return Request(hide(source, words), orjson.dumps(shown).decode(), sealed)


def whole_request(source: str, fields: Mapping[str, str], sealed: bytes | memoryview) -> tuple[str, Mapping[str, str]]:
    if not sealed:
        return source, fields
    source, fields = open_parts(sealed)
    return source, fields


def seal_parts(parts: Sequence[Any]) -> bytes:
    return seal_short(orjson.dumps(parts))


def open_parts(sealed: bytes | memoryview) -> list[Any]:
    parts: list[Any] = orjson.loads(unseal(sealed))
    return parts


def spoken_of(order: Order, text: str) -> Receiver | None:
    """The receiver of the order where the text may repeat them: opened only when it has what lists show of them."""
    first, tail = order.receiver_name_masked[:1], order.receiver_mobile_masked[-SHORTEST_TAIL:]
    if not (first and first in text) and not (len(tail) == SHORTEST_TAIL and tail in text):
        return None
    return open_receiver(order.receiver_state, order.receiver_city, order.receiver_district, order.receiver_sealed)


def masked_for(texts: Iterable[tuple[int, str]]) -> list[str]:
    """What somebody said of each order as anybody may read it, for words that are kept in no other form: nothing of
    its receiver is left to seal or to forget. One statement when anything was said."""
    said = list(texts)
    about = {order_id for order_id, text in said if text}
    orders = Order.objects.filter(pk__among=about).only(*_NAMED).in_bulk() if about else {}
    return [masked(text, known=spoken_of(orders[pk], text)) if pk in orders else text for pk, text in said]
