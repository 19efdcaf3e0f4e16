"""Orders by the words of their receivers, through an index that holds none of these words."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.blind import tokens_of_every_key
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.spelling import spellings
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.sealed import FIND, receiver_tokens
from zhanggui.orders.rules.words import words_asked, words_of

SHORTEST_BEGINNING = 4
MOST_FOUND = 200
MOST_SHOWN = 50
# Each word by itself, so that its index gives the latest first and no others are read.
_NEWEST = """
SELECT latest.id FROM unnest(%(tokens)s::bigint[]) AS asked(token)
CROSS JOIN LATERAL (
    SELECT word.order_id AS id FROM orders_receiverword AS word
    WHERE word.token = asked.token AND (%(shops)s::bigint[] IS NULL OR word.shop_id = ANY(%(shops)s::bigint[]))
    ORDER BY word.order_id DESC LIMIT %(most)s
) AS latest
"""
# In the order of the index by beginnings: else all orders are read one by one until enough of them fit.
_BEGUN = """
SELECT id FROM orders_order
WHERE number LIKE %s AND (%s::bigint[] IS NULL OR shop_id = ANY(%s::bigint[]))
ORDER BY number USING ~>~ LIMIT %s
"""
_ADD = """
INSERT INTO orders_receiverword (token, order_id, shop_id)
SELECT found.token, o.id, o.shop_id
FROM unnest(%s::bigint[], %s::bigint[]) AS found(token, order_id) JOIN orders_order AS o ON o.id = found.order_id
ORDER BY found.token, o.id
ON CONFLICT DO NOTHING
"""
_DROP = """
DELETE FROM orders_receiverword AS word USING unnest(%s::bigint[], %s::bigint[]) AS gone(token, order_id)
WHERE word.token = gone.token AND word.order_id = gone.order_id
"""


def newest_with_words(texts: Iterable[str], *, actor: Actor, most: int) -> set[int]:
    """Orders within the actor's scope whose receiver has one of these: a whole number, its last four digits, a name
    or its beginning. Of each word the `most` that arrived last, in one statement."""
    words = [word for text in texts for word in words_asked(text)]
    if not words:
        return set()
    tokens = tokens_of_every_key(words, purpose=FIND)
    return {pk for (pk,) in fetch_rows(_NEWEST, {"tokens": tokens, "shops": _shops(actor), "most": most})}


def numbers_begun(text: str, *, actor: Actor, most: int) -> set[int]:
    """Orders within the actor's scope whose number begins so, however it is spelled: of each spelling the `most` with
    the highest numbers, mostly the last, in one statement."""
    shops, spelled = _shops(actor), spellings([text])
    asked: Sequence[object] = [value for each in spelled for value in (_begins(each), shops, shops, most)]
    return {pk for (pk,) in fetch_rows(" UNION ALL ".join([f"({_BEGUN})"] * len(spelled)), asked)}


def _begins(text: str) -> str:
    return "".join(f"\\{each}" if each in "\\%_" else each for each in text) + "%"


def _shops(actor: Actor) -> list[int] | None:
    return None if actor.shop_ids is None else sorted(actor.shop_ids)


def find_orders(text: str, *, actor: Actor) -> list[Order]:
    """Orders within the actor's scope that somebody who types `text` may mean, latest first; a whole number alone.

    Of many to one name the latest are found, of many that a number begins those with the highest.
    """
    seen = Order.objects.visible_to(actor)
    spelled = spellings([text])
    ways = [Q(number__in=spelled), Q(buyer__in=spelled)]
    if len(text) >= SHORTEST_BEGINNING:
        ways.append(Q(pk__among=numbers_begun(text, actor=actor, most=MOST_FOUND)))
    if words := newest_with_words([text], actor=actor, most=MOST_FOUND):
        ways.append(Q(pk__among=words))
    found = [seen.filter(way).values_list("pk", flat=True)[:MOST_FOUND] for way in ways]
    orders = list(seen.filter(pk__among=set(found[0].union(*found[1:]))).order_by("-placed_at", "-pk")[:MOST_SHOWN])
    return [order for order in orders if order.number in spelled] or orders


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
        cursor.execute(_DROP, _columns(gone))
        cursor.execute(_ADD, _columns(words))


def _columns(words: Collection[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [token for token, _ in words], [order_id for _, order_id in words]
