from datetime import time

from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.notices.states import NOTICE_STEPS, NoticeEvent, NoticeLanguage, NoticeStep
from zhanggui.orders.models import BuyerMessage, Order
from zhanggui.people.models import Shop


class NoticeAccount(models.Model):
    """An account at a notifier, and when and how often it may speak to a buyer."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    notifier = models.CharField(max_length=32, help_text="The connector's key: smtp, log, …")
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField()
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    most_a_day = models.PositiveSmallIntegerField(default=3, help_text="Notices to one buyer on one day.")
    is_active = models.BooleanField(default=True)
    trouble = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.code


class OfShops(models.QuerySet["NoticeRule"]):
    def visible_to(self, actor: Actor) -> "OfShops":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class NoticeRule(models.Model):
    """A shop tells the buyers who read this language of an event in these words. Without a rule it says nothing."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.CharField(max_length=20, choices=NoticeEvent.choices)
    language = models.CharField(max_length=8, choices=NoticeLanguage.choices, default=NoticeLanguage.CHINESE)
    account = models.ForeignKey(NoticeAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=100)
    text = models.CharField(max_length=500)
    is_on = models.BooleanField(default=False)
    is_dry = models.BooleanField(default=True, help_text="Everything but the sending.")

    objects = OfShops.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "event", "language"], name="notice_rule_once"),
            models.CheckConstraint(condition=Q(event__in=NoticeEvent.values), name="notice_rule_event_known"),
            models.CheckConstraint(condition=Q(language__in=NoticeLanguage.values), name="notice_rule_language_known"),
        ]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.event}"


class OfOrders(models.QuerySet["BuyerNotice"]):
    def visible_to(self, actor: Actor) -> "OfOrders":
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class BuyerNotice(models.Model):
    """Words about one cause to the buyer of one order, once: of a parcel, or a message somebody wrote. The
    address is read for the sending and kept masked.

    Its shop is that of the order; the database sees to it.
    """

    STEPS = NOTICE_STEPS

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+", db_index=False)
    parcel = models.ForeignKey(
        Parcel, on_delete=models.CASCADE, related_name="+", db_index=False, null=True, blank=True
    )
    message = models.ForeignKey(
        BuyerMessage, on_delete=models.CASCADE, related_name="notices", db_index=False, null=True, blank=True
    )
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.CharField(max_length=20, choices=NoticeEvent.choices)
    cause = models.CharField(max_length=64, blank=True, default="")
    account = models.ForeignKey(NoticeAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=NoticeStep.choices, default=NoticeStep.WAITING)
    is_dry = models.BooleanField(default=False)
    subject = models.CharField(max_length=100)
    text = models.CharField(max_length=500)
    buyer_key = models.BinaryField(max_length=32, help_text="Equal for one receiver.")
    day = models.DateField(null=True, blank=True, help_text="The day it was spoken on, in the company's zone.")
    slot = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Which of that day's notices to this buyer."
    )
    to = models.CharField(max_length=60, blank=True, default="", help_text="Masked.")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True, default="")

    objects = OfOrders.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "parcel", "event", "cause"], name="buyer_notice_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(parcel__isnull=False, message__isnull=True)
                | Q(parcel__isnull=True, message__isnull=False, event="message"),
                name="buyer_notice_about",
            ),
            models.UniqueConstraint(
                fields=["buyer_key", "day", "slot"], name="buyer_notice_slot", condition=Q(slot__isnull=False)
            ),
            models.CheckConstraint(condition=Q(event__in=NoticeEvent.values), name="buyer_notice_event_known"),
            models.CheckConstraint(condition=Q(state__in=NoticeStep.values), name="buyer_notice_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="buyer_notice_due", condition=Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["message", "-id"], name="buyer_notice_of_message", condition=Q(message__isnull=False)),
            models.Index(fields=["state", "-id"], name="buyer_notice_by_state", include=["shop"]),
            models.Index(fields=["parcel"], name="buyer_notice_of_parcel"),
            models.Index(fields=["shop", "-id"], name="buyer_notice_of_shop", include=["state"]),
        ]

    def __str__(self) -> str:
        return self.subject


class OfSilentOrders(models.QuerySet["SilentBuyer"]):
    def visible_to(self, actor: Actor) -> "OfSilentOrders":
        return self if actor.shop_ids is None else self.filter(order__shop_id__in=actor.shop_ids)


class SilentBuyer(models.Model):
    """A buyer who wants no notices, known by an order: one receiver is silent for every order that goes there."""

    buyer_key = models.BinaryField(max_length=32, unique=True, help_text="Equal for one receiver.")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+", db_index=False)
    silent_since = models.DateTimeField()
    silenced_by = models.CharField(max_length=80)

    objects = OfSilentOrders.as_manager()

    def __str__(self) -> str:
        return f"silent {self.pk}"
