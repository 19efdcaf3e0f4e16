"""Goods on their way from one warehouse to another (Transfer, TransferLine), and what did not arrive as it left
(TransferCase)."""

from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse
from zhanggui.transfers.states import CASE_STEPS, TRANSFER_STEPS, CaseState, Decision, TransferState


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, actor: Actor) -> "TransferQuerySet":
        """Those of which the actor works at one end."""
        if actor.warehouse_ids is None:
            return self
        return self.filter(Q(origin_id__in=actor.warehouse_ids) | Q(target_id__in=actor.warehouse_ids))


class Transfer(models.Model):
    """Goods that go from one warehouse to another 调拨单."""

    STEPS = TRANSFER_STEPS

    number = models.CharField(max_length=24, unique=True)
    origin = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=TransferState.choices, default=TransferState.REQUESTED)
    reason = models.CharField(max_length=200, default="", blank=True)
    requested_by = models.CharField(max_length=80)
    requested_by_id = models.BigIntegerField(null=True, blank=True)
    requested_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80, default="", blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=80, default="", blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    arrived_by = models.CharField(max_length=80, default="", blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, default="", blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TransferState.values), name="transfer_state_known"),
            models.CheckConstraint(condition=~Q(origin=F("target")), name="transfer_goes_somewhere"),
        ]
        indexes = [
            models.Index(fields=["state", "requested_at", "id"], name="transfer_by_state"),
            models.Index(fields=["requested_at", "id"], name="transfer_by_day"),
            models.Index(fields=["origin", "requested_at", "id"], name="transfer_by_origin"),
            models.Index(fields=["target", "requested_at", "id"], name="transfer_by_target"),
        ]

    def __str__(self) -> str:
        return self.number


class TransferLine(models.Model):
    """Pieces of a SKU and lot from one bin. In transit are `sent` − `received` − `settled`: they lie in no bin.

    `settled` pieces were missing and a case was decided over them.
    """

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked = models.PositiveIntegerField()
    sent = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    settled = models.PositiveIntegerField(default=0)
    surplus = models.PositiveIntegerField(default=0, help_text="Pieces that came and had never left by the book.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "location", "sku", "lot"], name="transfer_line_once"),
            models.CheckConstraint(condition=Q(asked__gt=0, sent__lte=F("asked")), name="transfer_line_sent_fits"),
            models.CheckConstraint(
                condition=Q(sent__gte=F("received") + F("settled")), name="transfer_line_nothing_appears"
            ),
        ]
        indexes = [models.Index(fields=["sku", "id"], name="transfer_line_by_sku")]

    def __str__(self) -> str:
        return f"{self.transfer_id}: {self.asked} × {self.sku_id}"


class TransferCase(models.Model):
    """Pieces of a line that did not arrive (`missing`), or came too many (`surplus`): nothing is written off in
    silence."""

    STEPS = CASE_STEPS

    line = models.OneToOneField(TransferLine, on_delete=models.PROTECT, related_name="case")
    missing = models.PositiveIntegerField(default=0)
    surplus = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.NONE)
    words = models.CharField(max_length=200, default="", blank=True)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="transfer_case_state_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="transfer_case_decision_known"),
            models.CheckConstraint(
                condition=Q(missing__gt=0, surplus=0) | Q(missing=0, surplus__gt=0), name="transfer_case_one_way"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, decision=Decision.NONE, decided_at__isnull=True)
                | Q(state=CaseState.DECIDED, decided_at__isnull=False) & ~Q(decision=Decision.NONE),
                name="transfer_case_decided",
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at", "id"], name="transfer_case_by_state")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.missing or self.surplus}"
