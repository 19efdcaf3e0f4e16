"""Orders by the words of their receivers, through an index that holds none of these words."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.blind import tokens_of_every_key
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.models import Order, ReceiverWord
from zhanggui.orders.receivers.sealed import FIND, receiver_tokens
from zhanggui.orders.rules.words import words_asked, words_of

SHORTEST_BEGINNING = 4
MOST_FOUND = 200
MOST_SHOWN = 50
_DROP = """
DELETE FROM orders_receiverword AS word USING unnest(%s::bigint[], %s::bigint[]) AS gone(token, order_id)
WHERE word.token = gone.token AND word.order_id = gone.order_id
"""


def having_words(texts: Iterable[str]) -> Q | None:
    """Orders whose receiver has one of these: a whole number, its last four digits, a name or its beginning."""
    words = [word for text in texts for word in words_asked(text)]
    if not words:
        return None
    found = ReceiverWord.objects.filter(token__among=tokens_of_every_key(words, purpose=FIND))
    return Q(pk__in=found.values("order_id"))


def find_orders(text: str, *, actor: Actor) -> list[Order]:
    """Orders within the actor's scope that somebody who types `text` may mean, latest first; a whole number alone."""
    seen = Order.objects.visible_to(actor)
    ways = [Q(number=text), Q(buyer=text)]
    if len(text) >= SHORTEST_BEGINNING:
        ways.append(Q(number__startswith=text))
    if words := having_words([text]):
        ways.append(words)
    found = [seen.filter(way).values_list("pk", flat=True)[:MOST_FOUND] for way in ways]
    orders = list(seen.filter(pk__among=set(found[0].union(*found[1:]))).order_by("-placed_at", "-pk")[:MOST_SHOWN])
    return [order for order in orders if order.number == text] or orders


def change_words(changes: Mapping[int, tuple[Receiver, Receiver]]) -> None:
    """These orders are found by the words of their receiver now, and no longer by those of the one before."""
    if not changes:
        return
    words = {(token, order_id) for order_id, (_, now) in changes.items() for token in receiver_tokens(now)}
    gone = {
        (token, order_id)
        for order_id, (before, _) in changes.items()
        for token in tokens_of_every_key(words_of(before), purpose=FIND)
    } - words
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [[token for token, _ in sorted(gone)], [order_id for _, order_id in sorted(gone)]])
    insert_rows(ReceiverWord, ("token", "order_id"), sorted(words), on_conflict="DO NOTHING")
