from django.db import models
from django.db.models import F, Q

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.states import MANIFEST_STEPS, DifferenceKind, ManifestState
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse


class ManifestQuerySet(models.QuerySet["Manifest"]):
    def visible_to(self, actor: Actor) -> "ManifestQuerySet":
        return self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)


class Manifest(models.Model):
    """What one carrier takes along with one coming of its van. Only one of a warehouse and carrier is open at a time.

    The counts are those of its closing: how many parcels it should hold, were scanned, have left, were explained.
    """

    STEPS = MANIFEST_STEPS

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    carrier = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=ManifestState.choices, default=ManifestState.OPEN)
    pickup = models.CharField(max_length=40, blank=True, help_text="Which coming of the van, such as 16:00.")
    counts_from = models.DateTimeField(help_text="What was shipped since belongs on it.")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.CharField(max_length=80, blank=True)
    driver = models.CharField(max_length=40, blank=True)
    plate = models.CharField(max_length=20, blank=True)
    listed = models.PositiveIntegerField(default=0)
    scanned = models.PositiveIntegerField(default=0)
    shipped = models.PositiveIntegerField(default=0)
    explained = models.PositiveIntegerField(default=0)
    prints = models.PositiveSmallIntegerField(default=0)
    reopenings = models.PositiveSmallIntegerField(default=0)

    objects = ManifestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ManifestState.values), name="manifest_state_known"),
            models.UniqueConstraint(
                fields=["warehouse", "carrier"], condition=Q(state=ManifestState.OPEN), name="manifest_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ManifestState.OPEN)
                | Q(listed=F("scanned"), shipped=F("scanned"))
                | Q(explained__gt=0),
                name="manifest_closes_complete",
            ),
            models.CheckConstraint(
                condition=Q(state=ManifestState.OPEN) | Q(closed_at__isnull=False), name="manifest_closed_by_someone"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="manifest_by_state"),
            models.Index(fields=["warehouse", "carrier", "-id"], name="manifest_by_carrier"),
            models.Index(fields=["opened_at", "id"], name="manifest_by_opened"),
        ]

    def __str__(self) -> str:
        return self.number


class ManifestParcel(models.Model):
    """A parcel scanned at the door: on exactly one manifest. Who, at which table, with which pull of the trigger."""

    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="parcels")
    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="manifested")
    scanned_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    station = models.CharField(max_length=40, blank=True)
    client_id = models.UUIDField(
        null=True, blank=True, unique=True, help_text="Made by the station, one for each pull."
    )

    class Meta:
        indexes = [models.Index(fields=["scanned_at"], name="manifest_parcel_scanned")]

    def __str__(self) -> str:
        return f"{self.parcel_id} on {self.manifest_id}"


class ManifestDifference(models.Model):
    """Why a parcel is not both scanned and shipped though its manifest closes: answered by a person, and kept."""

    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, related_name="differences", db_index=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DifferenceKind.choices)
    reason = models.CharField(max_length=200)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["manifest", "parcel"], name="manifest_difference_once"),
            models.CheckConstraint(condition=Q(kind__in=DifferenceKind.values), name="manifest_difference_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="manifest_difference_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.reason}"
