"""Orders by the words of their receivers, through an index that holds none of these words."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Q

from zhanggui.kernel.blind import tokens_of_every_key
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.models import ReceiverWord
from zhanggui.orders.receivers import FIND, receiver_tokens
from zhanggui.orders.rules.words import words_asked, words_of

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
