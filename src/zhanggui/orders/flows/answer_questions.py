"""Answer what the warehouse asked about orders.

Afterwards the answer stands on the order's sheet, and with whoever asked. A question is answered once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Question
from zhanggui.orders.questions.facts import QuestionAnswered
from zhanggui.orders.receivers.free_text import masked_for

LONGEST = 300


class AnsweredAlready(Refusal):
    """This question was answered already, by {who}: {answer}"""


class AnswerMissing(Refusal):
    """Say what the warehouse should do."""


@transaction.atomic
def answer_questions(*, question_ids: Sequence[int], answer: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not answer.strip():
        raise AnswerMissing
    rows: list[Any] = list(
        locked(Question.objects.visible_to(actor), question_ids).values_list(
            "pk", "order_id", "answered_at", "answered_by", "answer", named=True
        )
    )

    def check(row: Any) -> None:
        if row.answered_at is not None:
            raise AnsweredAlready(who=row.answered_by, answer=row.answer)

    ready, refused = divide(rows, check=check, key=lambda row: row.pk)
    refused |= not_found("question", question_ids, (row.pk for row in rows))

    words = [text[:LONGEST] for text in masked_for((row.order_id, answer.strip()) for row in ready)]
    changes = [(row.pk, text, actor.name[:80], at) for row, text in zip(ready, words, strict=True)]
    update_rows(Question, ("id",), ("answer", "answered_by", "answered_at"), changes)

    facts = [QuestionAnswered(row.order_id, text) for row, text in zip(ready, words, strict=True)]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[row.pk for row in ready], refused=refused)
