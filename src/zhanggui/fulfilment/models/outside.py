"""Work done outside the house: crates around goods, and parcels that go to a freight station."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.models.region import OfWarehouses
from zhanggui.fulfilment.models.weighing import RowsOfParcels
from zhanggui.fulfilment.states import CRATE_STEPS, FREIGHT_STEPS, CrateState, FreightState
from zhanggui.people.models import Warehouse


class CrateRule(models.Model):
    """Parcels with this SKU, or of an order with this label, get a crate."""

    sku = models.OneToOneField(Sku, on_delete=models.CASCADE, null=True, blank=True, related_name="crate_rule")
    label = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label"], condition=~Q(label=""), name="crate_label_once"),
            models.CheckConstraint(
                condition=Q(sku__isnull=True) & ~Q(label="") | Q(sku__isnull=False, label=""), name="crate_rule_of_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.sku_id)


class CrateTimes(models.Model):
    """When the crate maker comes to a warehouse. Without a row: at the usual times."""

    warehouse = models.OneToOneField(Warehouse, on_delete=models.CASCADE, related_name="+")
    times = ArrayField(models.TimeField())

    objects = OfWarehouses.as_manager()

    class Meta:
        verbose_name_plural = "crate times"
        constraints = [models.CheckConstraint(condition=Q(times__len__gt=0), name="crate_times_some")]

    def __str__(self) -> str:
        return " ".join(f"{one:%H:%M}" for one in self.times)


class CrateTrip(models.Model):
    """Goods given to the crate maker at one time: who gave, who took, when they must be back."""

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_by = models.CharField(max_length=80)
    taken_by = models.CharField(max_length=80)
    out_at = models.DateTimeField()
    due_at = models.DateTimeField()

    objects = OfWarehouses.as_manager()

    class Meta:
        indexes = [models.Index(fields=["out_at", "id"], name="crate_trip_by_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(taken_by=""), name="crate_trip_signed"),
            models.CheckConstraint(condition=Q(due_at__gt=models.F("out_at")), name="crate_trip_due_later"),
        ]

    def __str__(self) -> str:
        return self.number


class Crate(models.Model):
    """A parcel whose goods get a crate, where it is with it, and what the crate costs."""

    STEPS = CRATE_STEPS

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, primary_key=True, related_name="crate")
    state = models.CharField(max_length=8, choices=CrateState.choices, default=CrateState.NEEDED)
    why = models.CharField(max_length=200)
    marked_at = models.DateTimeField()
    marked_by = models.CharField(max_length=80)
    trip = models.ForeignKey(CrateTrip, on_delete=models.PROTECT, null=True, blank=True, related_name="crates")
    due_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = models.CharField(max_length=80, blank=True, help_text="Who of ours took it in.")
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = RowsOfParcels.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CrateState.values), name="crate_state_known"),
            models.CheckConstraint(
                condition=~Q(state=CrateState.OUT) | Q(trip__isnull=False, due_at__isnull=False),
                name="crate_out_with_trip",
            ),
            models.CheckConstraint(
                condition=~Q(state=CrateState.BACK) | Q(back_at__isnull=False) & ~Q(back_by=""),
                name="crate_back_signed",
            ),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="crate_cost_not_negative"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "parcel"], name="crate_by_state"),
            models.Index(fields=["marked_at", "parcel"], name="crate_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.state}"


class FreightStation(models.Model):
    """A carrier that takes goods at a freight station 托运部: a driver fetches them in the morning."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)
    ready_by = models.TimeField(help_text="When the list must be ready.")
    address = models.CharField(max_length=200, blank=True)
    is_on = models.BooleanField(default=True, db_default=True)

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["warehouse", "carrier"], name="freight_station_once")]

    def __str__(self) -> str:
        return self.carrier


class FreightRun(models.Model):
    """One list of parcels for one driver of a freight station."""

    STEPS = FREIGHT_STEPS

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=FreightState.choices, default=FreightState.LISTED)
    driver = models.CharField(max_length=80)
    plate = models.CharField(max_length=20)
    phone_masked = models.CharField(max_length=40, blank=True)
    phone_sealed = models.BinaryField(default=b"", db_default=b"")
    listed_at = models.DateTimeField()
    listed_by = models.CharField(max_length=80)
    ready_by = models.DateTimeField(help_text="When it should have been ready.")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(
        max_length=80, blank=True, help_text="Who of ours gave the goods; the driver signs on paper."
    )

    objects = OfWarehouses.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FreightState.values), name="freight_run_state_known"),
            models.CheckConstraint(condition=~Q(driver="") & ~Q(plate=""), name="freight_run_has_driver"),
            models.CheckConstraint(
                condition=~Q(state=FreightState.SIGNED) | Q(signed_at__isnull=False) & ~Q(signed_by=""),
                name="freight_run_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "listed_at", "id"], name="freight_run_by_state"),
            models.Index(fields=["listed_at", "id"], name="freight_run_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class FreightLine(models.Model):
    """A parcel on the list of a run; the receipt number of the station comes afterwards."""

    run = models.ForeignKey(FreightRun, on_delete=models.PROTECT, related_name="lines")
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_off = models.BooleanField(default=False, help_text="Taken off the list: it did not go.")
    off_reason = models.CharField(max_length=300, blank=True)
    receipt = models.CharField(max_length=40, blank=True)
    receipt_at = models.DateTimeField(null=True, blank=True)
    receipt_by = models.CharField(max_length=80, blank=True)

    objects = RowsOfParcels.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=Q(is_off=False), name="freight_line_once"),
            models.CheckConstraint(condition=Q(is_off=False) | ~Q(off_reason=""), name="freight_line_off_for_a_reason"),
            models.CheckConstraint(
                condition=Q(receipt="") | Q(is_off=False, receipt_at__isnull=False), name="freight_receipt_of_what_went"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.parcel_id}"
