"""The list of what the warehouse asks."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.orders.desks.chips import age_chips
from zhanggui.orders.flows.answer_questions import LONGEST, answer_questions
from zhanggui.orders.models import Question
from zhanggui.ui.desk import Action, ActionForm, Column, Desk, Tab
from zhanggui.ui.links import sheet_link


class AnswerQuestionForm(ActionForm):
    answer = forms.CharField(
        label=_("What should the warehouse do?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class QuestionDesk(Desk):
    """Questions of the warehouse, oldest first."""

    name = "questions"
    title = _("Warehouse questions")
    grant = "see_orders"
    model = Question
    icon = "message-question"
    document = "words"
    has_sheet = False
    sort = "asked_at"
    search = ("order__number",)
    search_hint = _("Order no.")
    tabs = [
        Tab("open", _("To answer"), Q(answered_at__isnull=True), "warn"),
        Tab("answered", _("Answered"), Q(answered_at__isnull=False), "good", "-answered_at"),
    ]
    columns = [
        Column("order", _("Order no."), "links", by_page=True, width=180),
        Column("words", _("Question"), width=320, sortable=False),
        Column(
            "age", _("Waiting"), "chips", needs=("asked_at", "answered_at"), width=100, sortable=False,
            value=lambda row: age_chips(row["asked_at"], state="" if row["answered_at"] else "open", at=now()),
        ),
        Column("asked_by", _("Asked by"), "person", width=110, sortable=False),
        Column("asked_at", _("Asked at"), "moment", width=110),
        Column("answer", _("Reply"), width=320, sortable=False),
        Column("answered_by", _("Answered by"), "person", width=110, sortable=False),
        Column("answered_at", _("Answered at"), "moment", width=110),
    ]  # fmt: skip
    actions = [
        Action(
            "answer_questions", _("Reply"), answer_questions, "question_ids", key="a", icon="message-check",
            look="primary", form=AnswerQuestionForm, tabs=("open",),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        return Question.objects.visible_to(actor)

    def page_values(self, ids: Any, actor: Actor) -> Any:
        rows = Question.objects.filter(pk__among=set(ids)).values_list("pk", "order_id", "order__number")
        return {pk: {"order": sheet_link("orders", order_id, number, actor)} for pk, order_id, number in rows}
