"""What the warehouse asks service about orders: asked with words, answered once, on the order's sheet."""

import pytest
from django.db import IntegrityError, transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.answer_questions import answer_questions
from zhanggui.orders.flows.ask_questions import OrderQuestion, ask_questions
from zhanggui.orders.models import Question
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


def ask(order_id, words="Other colour?", actor=ACTOR):
    return ask_questions(questions=[OrderQuestion(7, order_id, words)], actor=actor, at=AT)


def answer(pk, words="Yes", actor=ACTOR):
    return answer_questions(question_ids=[pk], answer=words, actor=actor, at=AT)


def test_a_question_waits_until_it_is_answered(desk):
    order_id = desk.order()
    [pk] = ask(order_id).done
    [row] = desk_rows(desks()["questions"], {}, ACTOR)["rows"]
    assert (row["words"], row["answer"]) == ("Other colour?", "")
    assert answer(pk).done == [pk]
    assert desk_rows(desks()["questions"], {}, ACTOR)["rows"] == []
    told = Fact.objects.filter(subject="order", subject_id=order_id, name__startswith="orders.question")
    assert [name.rpartition(".")[2] for name in told.order_by("id").values_list("name", flat=True)] == [
        "asked",
        "answered",
    ]


def test_it_is_answered_once(desk):
    [pk] = ask(desk.order()).done
    answer(pk)
    assert [refusal.code() for refusal in answer(pk, "No").refused.values()] == ["answered_already"]
    assert Question.objects.get().answer == "Yes"


def test_without_words_nothing_is_asked_or_answered(desk):
    assert {key: refusal.code() for key, refusal in ask(desk.order(), "  ").refused.items()} == {7: "words_missing"}
    [pk] = ask(desk.order()).done
    with pytest.raises(Refusal, match="Say what"):
        answer(pk, " ")


def test_orders_of_other_shops_are_nobodys_business(desk):
    away = Actor("ben", shop_ids=frozenset({0}))
    order_id = desk.order()
    assert ask(order_id, actor=away).refused[7].code() == "not_found"
    [pk] = ask(order_id).done
    assert answer(pk, actor=away).refused[pk].code() == "not_found"


def test_contact_data_is_masked_in_both(desk):
    [pk] = ask(desk.order(), "call 13812345678?").done
    answer(pk, "no, 13812345678 is wrong")
    row = Question.objects.get()
    assert "13812345678" not in row.words + row.answer


def test_an_answer_needs_its_words_in_the_database_too(desk):
    ask(desk.order())
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(answered_at=AT)
