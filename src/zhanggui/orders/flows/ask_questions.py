"""Ask service about orders: each question stands on the order's sheet until it is answered.

Afterwards service sees the questions on their list and on the sheets. Contact data in the words is masked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.models import Order, Question
from zhanggui.orders.questions.facts import QuestionAsked
from zhanggui.orders.receivers.free_text import masked_for

LONGEST = 300
_QUESTION = ("order_id", "words", "asked_by", "asked_at")


class OrderQuestion(NamedTuple):
    """What is asked about one order; `key` is how the asker finds the question again."""

    key: int
    order_id: int
    words: str


class WordsMissing(Refusal):
    """Say what you want to know."""


@transaction.atomic
def ask_questions(*, questions: Sequence[OrderQuestion], actor: Actor, at: datetime) -> Outcome[int]:
    """`done` are the ids of the questions, in the order asked; `refused` goes by the askers' keys."""
    wanted = {question.order_id for question in questions}
    seen = set(Order.objects.visible_to(actor).filter(pk__among=wanted).values_list("pk", flat=True))
    ready: list[OrderQuestion] = []
    refused: dict[int, Refusal] = {}
    for question in questions:
        if question.order_id not in seen:
            refused[question.key] = NotFound(what="order", key=question.order_id)
        elif not question.words.strip():
            refused[question.key] = WordsMissing()
        else:
            ready.append(question)

    words = [text[:LONGEST] for text in masked_for((one.order_id, one.words.strip()) for one in ready)]
    rows = [(one.order_id, text, actor.name[:80], at) for one, text in zip(ready, words, strict=True)]
    ids = [pk for (pk,) in insert_rows(Question, _QUESTION, rows, returning=("id",))]

    announce([QuestionAsked(one.order_id, text) for one, text in zip(ready, words, strict=True)], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
