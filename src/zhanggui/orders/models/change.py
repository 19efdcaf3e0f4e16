from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.orders.changes.states import ANSWER_STEPS, AnswerState, AskedChange
from zhanggui.orders.models.order import Order


class AddressChange(models.Model):
    """We wrote another receiver on an order; it stands until the channel names yet another one, or we take it back."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="address_changes", db_index=False)
    before = models.BinaryField(help_text="The receiver before, sealed whole.")
    given = models.BinaryField(help_text="The receiver the channel gave last, sealed whole.")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Changed again, taken back, or overruled.")
    undone_by = models.CharField(max_length=80, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(ended_at__isnull=True), name="one_standing_address_per_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(undone_by=""),
                name="address_change_undone_has_ended",
            ),
        ]
        indexes = [models.Index(fields=["order", "id"], name="address_change_by_order")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.made_by}"


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def visible_to(self, actor: Actor) -> "ChangeRequestQuerySet":
        return self if actor.shop_ids is None else self.filter(order__shop_id__in=actor.shop_ids)


class ChangeRequest(models.Model):
    """A buyer asked the platform for another address or other goods; after `due_at` the platform decides for us."""

    STEPS = ANSWER_STEPS

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="change_requests", db_index=False)
    kind = models.CharField(max_length=8, choices=AskedChange.choices)
    state = models.CharField(max_length=10, choices=AnswerState.choices, default=AnswerState.OPEN, db_default="open")
    is_asked = models.BooleanField(default=True, db_default=True, help_text="The platform still says so.")
    line_numbers = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        blank=True,
        help_text="Lines it is about; empty: the platform does not say.",
    )
    asked_at = models.DateTimeField()
    half_at = models.DateTimeField(help_text="Half of the window is gone.")
    late_at = models.DateTimeField(help_text="Four fifths of the window are gone.")
    due_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Last alarm: 0, 50, 80 or 100 percent.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    note = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(is_asked=True), name="one_request_asked_at_a_time"
            ),
            models.CheckConstraint(condition=Q(kind__in=AskedChange.values), name="change_request_kind_known"),
            models.CheckConstraint(condition=Q(state__in=AnswerState.values), name="change_request_state_known"),
            models.CheckConstraint(
                condition=Q(state=AnswerState.OPEN, answered_at__isnull=True, is_asked=True)
                | Q(answered_at__isnull=False) & ~Q(state=AnswerState.OPEN),
                name="change_request_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="change_request_due", condition=Q(state="open")),
            models.Index(fields=["asked_at", "id"], name="change_request_by_day"),
            models.Index(fields=["order"], name="change_request_by_order"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.kind}"
