"""The audits of a shop's hours, what they could not fetch, and the troubles of its platform."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from zhanggui.channels.states import AUDIT_STEPS, AuditState, TroubleKind
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Order
from zhanggui.people.models import Shop


class OfShopQuerySet(models.QuerySet[Any]):
    """Rows that belong to a shop."""

    def visible_to(self, actor: Actor) -> Self:
        return self if actor.shop_ids is None else self.filter(shop_id__in=actor.shop_ids)


class HourAudit(models.Model):
    """What the last audit of an hour found: orders placed in it that the platform listed, and where they are.

    `here` came by themselves, `fetched` only because some audit missed them, `missing` cannot be fetched. Together they
    are `listed`, and more when the platform no longer lists one of the missing.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField(help_text="Its beginning.")
    listed = models.PositiveIntegerField()
    here = models.PositiveIntegerField()
    fetched = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    audited_at = models.DateTimeField()

    objects = OfShopQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "hour"], name="hour_audit_once")]
        indexes = [models.Index(fields=["hour"], name="hour_audit_by_age")]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.hour:%m-%d %H}: {self.missing} of {self.listed} missing"


class MissingOrderQuerySet(OfShopQuerySet):
    def still_missing(self) -> Self:
        """Without those that came meanwhile and wait for the next audit to be struck off."""
        return self.filter(~Exists(Order.objects.filter(shop_id=OuterRef("shop_id"), number=OuterRef("number"))))


class MissingOrder(models.Model):
    """An order that the platform listed and that could not be fetched. It is struck off when it is here, never else:
    that a platform lists it no longer proves nothing."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.CharField(max_length=64)
    hour = models.DateTimeField(help_text="The hour in which it was placed.")
    found_at = models.DateTimeField()
    listed_at = models.DateTimeField(help_text="The last audit to which the platform listed it.")

    objects = MissingOrderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "number"], name="missing_order_once")]
        indexes = [models.Index(fields=["shop", "hour"], name="missing_order_hour")]

    def __str__(self) -> str:
        return f"{self.number} of {self.shop_id}"


class AskedAudit(models.Model):
    """Somebody wants the hours from `since` to `until` of a shop audited now."""

    STEPS = AUDIT_STEPS

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=AuditState.choices, default=AuditState.ASKED)
    since = models.DateTimeField()
    until = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects = OfShopQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=AuditState.values), name="asked_audit_state_known")]

    def __str__(self) -> str:
        return f"{self.shop_id}: {self.state}"


class HourTrouble(models.Model):
    """How often a platform refused a shop in an hour, by kind, and what it said last."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="+", db_index=False)
    hour = models.DateTimeField(help_text="Its beginning.")
    kind = models.CharField(max_length=9, choices=TroubleKind.choices)
    times = models.PositiveIntegerField()
    sentence = models.CharField(max_length=300)
    last_at = models.DateTimeField()

    objects = OfShopQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "hour", "kind"], name="hour_trouble_once"),
            models.CheckConstraint(condition=Q(kind__in=TroubleKind.values), name="hour_trouble_kind_known"),
        ]
        indexes = [models.Index(fields=["hour"], name="hour_trouble_by_age")]

    def __str__(self) -> str:
        return f"{self.shop_id} {self.hour:%m-%d %H}: {self.times} × {self.kind}"
