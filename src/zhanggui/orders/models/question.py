from django.db import models
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.orders.models.order import Order


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, actor: Actor) -> "QuestionQuerySet":
        return self if actor.shop_ids is None else self.filter(order__shop_id__in=actor.shop_ids)


class Question(models.Model):
    """What the warehouse asks service about an order, and what service answers. Contact data is masked in both."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="questions")
    words = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True, default="", db_default="")
    answered_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="question_answered_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], name="question_open", condition=Q(answered_at__isnull=True)),
            models.Index(fields=["answered_at", "id"], name="question_answered"),
        ]

    def __str__(self) -> str:
        return self.words
