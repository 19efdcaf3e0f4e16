"""Questions of the warehouse in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_operation, run
from zhanggui.orders.flows.answer_questions import LONGEST, answer_questions
from zhanggui.orders.flows.ask_questions import OrderQuestion, ask_questions

router = Router(tags=["orders"])

Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class QuestionIn(Asked):
    order_id: Id
    words: Words


class AskQuestions(Asked):
    questions: Annotated[list[QuestionIn], Field(min_length=1, max_length=1000)]


class AnswerQuestions(Asked):
    question_ids: Ids
    answer: Words


@flow_operation(router, ask_questions)
def ask_questions_endpoint(request: HttpRequest, asked: AskQuestions) -> Answered:
    given = [OrderQuestion(key, one.order_id, one.words) for key, one in enumerate(asked.questions)]
    return run(ask_questions, request, questions=given)


@flow_operation(router, answer_questions)
def answer_questions_endpoint(request: HttpRequest, asked: AnswerQuestions) -> Answered:
    return run(answer_questions, request, question_ids=asked.question_ids, answer=asked.answer)
