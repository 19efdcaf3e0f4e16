from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models.line import OrderLine
from zhanggui.orders.models.order import Order
from zhanggui.orders.shortages.states import (
    MESSAGE_STEPS,
    SLIP_STEPS,
    WISH_STEPS,
    MessageState,
    SlipState,
    WishState,
)
from zhanggui.people.models import Warehouse


class ShortageSlipQuerySet(models.QuerySet["ShortageSlip"]):
    def visible_to(self, actor: Actor) -> "ShortageSlipQuerySet":
        """A slip with an order of a shop the actor may not see is not theirs."""
        if actor.shop_ids is None:
            return self
        others = SlipLine.objects.filter(slip=models.OuterRef("pk")).exclude(order__shop_id__in=actor.shop_ids)
        return self.exclude(models.Exists(others))


class ShortageSlip(models.Model):
    """A shortage slip 缺货产品联络单: what is missing of which orders, on paper, signed off by a lead."""

    STEPS = SLIP_STEPS

    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=8, choices=SlipState.choices, default=SlipState.OPEN)
    note = models.CharField(max_length=300, blank=True)
    orders = models.PositiveIntegerField()
    pieces = models.PositiveIntegerField()
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    signed_by = models.CharField(max_length=80, blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ShortageSlipQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="slip_queue")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SlipState.values), name="slip_state_known"),
            models.CheckConstraint(
                condition=~Q(state=SlipState.SIGNED) | Q(signed_at__isnull=False), name="slip_signed_by_someone"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SlipLine(models.Model):
    """What was missing of one order line when the slip was written."""

    slip = models.ForeignKey(ShortageSlip, on_delete=models.CASCADE, related_name="lines")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")
    pieces = models.PositiveIntegerField()
    causes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slip", "line"], name="slip_line_once")]

    def __str__(self) -> str:
        return f"{self.pieces} × line {self.line_id}"


class PurchaseWish(models.Model):
    """So many pieces of a SKU should be bought, because orders wait for them. Purchasing reads the open ones."""

    STEPS = WISH_STEPS

    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Where they should come in."
    )
    quantity = models.PositiveIntegerField()
    causes = models.JSONField(default=list, help_text="Why pieces are missing, when it was written.")
    orders = models.PositiveIntegerField(default=0)
    needed_by = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=WishState.choices, default=WishState.OPEN)
    wished_by = models.CharField(max_length=80)
    wished_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "needed_by", "id"], name="wish_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["sku", "warehouse"], condition=Q(state="open"), name="purchase_wish_open_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="wish_quantity_positive"),
            models.CheckConstraint(condition=Q(state__in=WishState.values), name="wish_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}"


class BuyerMessageQuerySet(models.QuerySet["BuyerMessage"]):
    def visible_to(self, actor: Actor) -> "BuyerMessageQuerySet":
        return self if actor.shop_ids is None else self.filter(order__shop_id__in=actor.shop_ids)


class BuyerMessage(models.Model):
    """Words for the buyer of an order. Platforms without a call for it get them by hand."""

    STEPS = MESSAGE_STEPS

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="messages")
    text = models.CharField(max_length=500)
    text_sealed = models.BinaryField(default=b"", db_default=b"", help_text="In whole words, where some are hidden.")
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    queued_by = models.CharField(max_length=80)
    queued_at = models.DateTimeField()
    sent_by = models.CharField(max_length=80, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = BuyerMessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="message_queue")]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="queued"), name="buyer_message_queued_once"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
