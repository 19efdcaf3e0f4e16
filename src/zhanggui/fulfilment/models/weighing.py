"""What goods and boxes weigh, as the scale has taught it, and the weights at which it stopped."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.states import ODD_STEPS, OddCause, OddState
from zhanggui.kernel.actor import Actor


class WeighRule(models.Model):
    """The one row of numbers by which the scale lets parcels through. Without it the usual ones hold."""

    min_samples = models.PositiveSmallIntegerField(help_text="So many weighings before a learned weight counts.")
    sigmas = models.DecimalField(max_digits=3, decimal_places=1, help_text="So many spreads off is still right.")
    floor_g = models.PositiveSmallIntegerField(help_text="So many grams off is always right.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="weigh_rule_is_one"),
            models.CheckConstraint(
                condition=Q(min_samples__gte=2, sigmas__gt=0, floor_g__gt=0), name="weigh_rule_sensible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.min_samples} / {self.sigmas} σ / {self.floor_g} g"


class SkuWeight(models.Model):
    """What one piece of a SKU weighs, goods or packaging: sums of what the scale taught, or what a person said."""

    sku = models.OneToOneField(Sku, on_delete=models.CASCADE, primary_key=True, related_name="learned_weight")
    samples = models.PositiveIntegerField(default=0, db_default=0, help_text="Weighings.")
    pieces = models.PositiveIntegerField(default=0, db_default=0, help_text="Pieces in all weighings.")
    sum_g = models.DecimalField(max_digits=20, decimal_places=3, default=Decimal(0), db_default=Decimal(0))
    sum_sq = models.DecimalField(
        max_digits=30, decimal_places=6, default=Decimal(0), db_default=Decimal(0), help_text="Of grams² by piece."
    )
    taught_g = models.DecimalField(
        max_digits=9, decimal_places=1, null=True, blank=True, help_text="Said by hand; counts until enough is learned."
    )
    since = models.DateTimeField(null=True, blank=True, help_text="What was weighed before does not count.")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80, blank=True, help_text="Who taught or reset it; empty: the scale.")

    class Meta:
        indexes = [models.Index(fields=["changed_at", "sku"], name="sku_weight_changed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(samples=0, pieces=0, sum_g=0, sum_sq=0) | Q(samples__gt=0, pieces__gte=1, sum_g__gt=0),
                name="sku_weight_of_samples",
            ),
            models.CheckConstraint(condition=Q(taught_g__isnull=True) | Q(taught_g__gt=0), name="sku_weight_taught"),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id}: {self.samples}"


class WeightSample(models.Model):
    """What one parcel taught about one SKU. A parcel teaches once."""

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="weight_sample")
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+", db_index=False)
    pieces = models.PositiveIntegerField()
    grams = models.DecimalField(max_digits=9, decimal_places=1, help_text="Of all these pieces.")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sku", "-at"], name="weight_sample_by_sku")]
        constraints = [
            models.CheckConstraint(condition=Q(pieces__gt=0, grams__gt=0), name="weight_sample_weighs_something")
        ]

    def __str__(self) -> str:
        return f"{self.grams} g / {self.pieces}"


class Packaging(models.Model):
    """A SKU that is a box, bag or envelope. Its size, weight, cost and stock are those of the SKU."""

    sku = models.OneToOneField(Sku, on_delete=models.CASCADE, primary_key=True, related_name="packaging")
    most_g = models.PositiveIntegerField(default=0, db_default=0, help_text="It carries no more; 0: no limit.")
    low_stock = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Fewer than that in a warehouse are too few."
    )
    is_active = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name_plural = "packaging"

    def __str__(self) -> str:
        return str(self.sku_id)


class RowsOfParcels(models.QuerySet[Any]):
    """Rows that belong to a parcel."""

    def visible_to(self, actor: Actor) -> "RowsOfParcels":
        rows = self if actor.warehouse_ids is None else self.filter(parcel__warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(parcel__shop_id__in=actor.shop_ids)


class PackUse(models.Model):
    """A piece of packaging went into a parcel, and what it cost then."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="packed_in", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit_cost = models.DecimalField(max_digits=12, decimal_places=4)
    content = models.CharField(max_length=32, help_text="Equal for parcels of the same goods.")
    is_booked = models.BooleanField(default=False, help_text="It left the ledger of stock.")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    objects = RowsOfParcels.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parcel", "sku"], name="pack_use_once")]
        indexes = [
            models.Index(fields=["content", "-id"], name="pack_use_by_content"),
            models.Index(fields=["at", "id"], name="pack_use_by_day"),
            models.Index(fields=["at", "id"], name="pack_use_unbooked", condition=Q(is_booked=False)),
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} → {self.parcel_id}"


class OddWeight(models.Model):
    """A weight at which the scale stopped a parcel, what probably is wrong, and how it went on."""

    STEPS = ODD_STEPS

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="odd_weights")
    state = models.CharField(max_length=10, choices=OddState.choices, default=OddState.OPEN)
    grams = models.PositiveIntegerField()
    low_g = models.PositiveIntegerField()
    high_g = models.PositiveIntegerField()
    packaging = models.ForeignKey(
        Sku, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    cause = models.CharField(max_length=12, choices=OddCause.choices)
    cause_sku = models.ForeignKey(
        Sku, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    cause_pieces = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_id = models.BigIntegerField(null=True, blank=True)
    station = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)
    is_own = models.BooleanField(default=False, help_text="Who weighed it accepted it too.")
    reason = models.CharField(max_length=200, blank=True)

    objects = RowsOfParcels.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=Q(state=OddState.OPEN), name="odd_weight_open_once"),
            models.CheckConstraint(condition=Q(state__in=OddState.values), name="odd_weight_state_known"),
            models.CheckConstraint(condition=Q(cause__in=OddCause.values), name="odd_weight_cause_known"),
            models.CheckConstraint(
                condition=Q(state=OddState.OPEN, closed_at__isnull=True)
                | ~Q(state=OddState.OPEN) & Q(closed_at__isnull=False),
                name="odd_weight_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=OddState.ACCEPTED) | ~Q(reason=""), name="odd_weight_accepted_for_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "at", "id"], name="odd_weight_by_state"),
            models.Index(fields=["at", "id"], name="odd_weight_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.grams} g"
