from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.states import INTERCEPT_STEPS, OPEN_INTERCEPTS, InterceptState
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Shop, Warehouse


class InterceptQuerySet(models.QuerySet["Intercept"]):
    def visible_to(self, actor: Actor) -> "InterceptQuerySet":
        rows = self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(shop_id__in=actor.shop_ids)


class Intercept(models.Model):
    """A parcel that has left and should come back: open until it is returned, or delivered all the same.

    Its shop and warehouse are written by the database: those of the parcel.
    """

    STEPS = INTERCEPT_STEPS

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="intercepts")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        max_length=10, choices=InterceptState.choices, default=InterceptState.OPEN, db_default="open"
    )
    reason = models.CharField(max_length=200, help_text="A word of orders/rules/stops.py, or someone's own words.")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    due_at = models.DateTimeField(help_text="When the carrier must have answered; after it someone calls.")
    level = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="Last alarm: 0, 50, 80 or 100 percent.")
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True, default="", db_default="", help_text="What the carrier said.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True, default="", db_default="")

    objects = InterceptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["parcel"], condition=Q(closed_at__isnull=True), name="one_open_intercept_per_parcel"
            ),
            models.CheckConstraint(condition=Q(state__in=InterceptState.values), name="intercept_state_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, state__in=OPEN_INTERCEPTS)
                | Q(closed_at__isnull=False, state__in=[InterceptState.RETURNED, InterceptState.DELIVERED]),
                name="intercept_closed_by_its_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_at", "id"],
                name="intercept_open",
                condition=Q(closed_at__isnull=True),
                include=["shop", "warehouse"],
            ),
            models.Index(
                fields=["opened_at", "id"], name="intercept_by_opened", include=["state", "shop", "warehouse"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.reason}"
