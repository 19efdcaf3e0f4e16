"""What an order's sheet shows of the warehouse's questions, and the page that takes an answer."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.flows.answer_questions import answer_questions
from zhanggui.orders.models import Order, Question
from zhanggui.ui.views.asking import actor_of


def questions_shown(order: Order, actor: Actor) -> Mapping[str, Any]:
    """Newest first. One statement."""
    return {
        "questions": list(Question.objects.filter(order=order).order_by("-asked_at", "-pk")),
        "may_answer": actor.may("answer_questions"),
    }


@require_POST
def answer_question_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("answer_questions")
    order_id = Question.objects.visible_to(actor).filter(pk=key).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound(what="question", key=key)
    try:
        answer_questions(question_ids=[key], answer=request.POST.get("answer", ""), actor=actor, at=now()).one()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Answered."))
    return redirect("ui:sheet", "orders", order_id)
