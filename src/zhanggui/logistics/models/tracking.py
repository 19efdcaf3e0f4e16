from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.logistics.tracking.states import (
    ANOMALY_STEPS,
    UNDER_WAY,
    AnomalyKind,
    AnomalyState,
    Resolution,
    Stage,
    What,
)
from zhanggui.people.models import Shop, User, Warehouse


class TrackingAccount(models.Model):
    """An account of the company at a source of tracking. `secrets` is sealed and opened only for a call or a push."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=32, help_text="The connector's key: kdniao, kuaidi100, sf, …")
    settings = models.JSONField(default=dict)
    secrets = models.BinaryField()
    priority = models.PositiveSmallIntegerField(default=100, help_text="Lower is asked first.")
    is_pushed = models.BooleanField(default=True, help_text="The source tells by itself what happens.")
    is_active = models.BooleanField(default=True)
    wait_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True, default="")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When it pushed last.")

    def __str__(self) -> str:
        return self.code


class OfParcels(models.QuerySet["Track"]):
    def visible_to(self, actor: Actor) -> "OfParcels":
        rows = self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(shop_id__in=actor.shop_ids)


class Track(models.Model):
    """A parcel that has left, as its events say it together: made anew from all of them whenever one is added.

    Its shop and warehouse are those of the parcel; the database keeps them equal.
    """

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="track")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(
        TrackingAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    carrier = models.CharField(max_length=32)
    waybill = models.CharField(max_length=40)
    region = models.CharField(max_length=60, blank=True, help_text="The receiver's province.")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.HANDED_OVER)
    stage_at = models.DateTimeField()
    handed_at = models.DateTimeField()
    collect_by = models.DateTimeField(null=True, blank=True)
    collected_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True, help_text="When the receiver did not take it.")
    returning_at = models.DateTimeField(null=True, blank=True, help_text="Since when it comes back.")
    returned_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When anything happened to it last.")
    trouble = models.CharField(max_length=300, blank=True, default="")
    signed_by = models.CharField(max_length=60, blank=True, default="")
    scans = models.PositiveSmallIntegerField(default=0)
    contradictions = models.PositiveSmallIntegerField(default=0)
    subscribed_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True, help_text="When its source is asked, at the earliest.")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Asked in vain since it was last answered.")
    refusal = models.CharField(max_length=300, blank=True, default="", help_text="Why its source says nothing.")
    look_at = models.DateTimeField(null=True, blank=True, help_text="When its silence becomes an anomaly.")

    objects = OfParcels.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="track_stage_known"),
            models.CheckConstraint(
                condition=~Q(stage=Stage.DELIVERED) | Q(delivered_at__isnull=False), name="track_delivered_at_a_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["waybill"], name="track_by_waybill"),
            models.Index(fields=["next_at", "id"], name="track_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["look_at", "id"], name="track_to_look_at", condition=Q(look_at__isnull=False)),
            models.Index(fields=["stage", "-handed_at", "id"], name="track_by_stage", include=["shop", "warehouse"]),
            models.Index(fields=["-handed_at", "id"], name="track_by_handed", include=["shop", "warehouse"]),
            models.Index(fields=["shop", "-handed_at", "id"], name="track_of_shop", include=["stage", "warehouse"]),
            models.Index(fields=["warehouse", "stage"], name="track_of_warehouse"),
            models.Index(
                fields=["-handed_at", "id"],
                name="track_in_trouble",
                condition=~Q(trouble="") & Q(stage__in=UNDER_WAY),
            ),
        ]

    def __str__(self) -> str:
        return self.waybill


class TrackEvent(models.Model):
    """One scan, once: the same moment and words are the same scan, however often and by whatever way it is told."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="events", db_index=False)
    key = models.CharField(max_length=32)
    happened_at = models.DateTimeField()
    told_at = models.DateTimeField()
    what = models.CharField(max_length=20, choices=What.choices)
    words = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=32, blank=True)
    is_contradicting = models.BooleanField(default=False, help_text="It does not go with an end told before it.")
    earlier_waybill = models.CharField(
        max_length=40, blank=True, default="", db_default="",
        help_text="The number it was told of, where the parcel has another one now.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track", "key"], name="track_event_once"),
            models.CheckConstraint(condition=Q(what__in=What.values), name="track_event_what_known"),
        ]

    def __str__(self) -> str:
        return self.words


class OfTracks(models.QuerySet["Anomaly"]):
    def visible_to(self, actor: Actor) -> "OfTracks":
        rows = self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(shop_id__in=actor.shop_ids)


class Anomaly(models.Model):
    """Something wrong with a parcel's way: opened once for each cause, until a person settles it or it passes.

    Its shop and warehouse are those of the track; the database keeps them equal.
    """

    STEPS = ANOMALY_STEPS

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="anomalies", db_index=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=AnomalyKind.choices)
    cause = models.CharField(max_length=64, help_text="What it came from: the same cause is told once.")
    state = models.CharField(max_length=10, choices=AnomalyState.choices, default=AnomalyState.OPEN)
    words = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the carrier was asked about it.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the buyer was written to about it.")
    resolution = models.CharField(max_length=16, blank=True, default="", help_text="A word of Resolution.")
    note = models.CharField(max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")

    objects = OfTracks.as_manager()

    class Meta:
        verbose_name_plural = "anomalies"
        constraints = [
            models.UniqueConstraint(fields=["track", "kind", "cause"], name="anomaly_once_per_cause"),
            models.UniqueConstraint(fields=["track", "kind"], condition=Q(state="open"), name="anomaly_open_once"),
            models.CheckConstraint(condition=Q(kind__in=AnomalyKind.values), name="anomaly_kind_known"),
            models.CheckConstraint(condition=Q(state__in=AnomalyState.values), name="anomaly_state_known"),
            models.CheckConstraint(
                condition=Q(resolution__in=["", *Resolution.values]), name="anomaly_resolution_known"
            ),
            models.CheckConstraint(
                condition=Q(state=AnomalyState.OPEN, closed_at__isnull=True)
                | (~Q(state=AnomalyState.OPEN) & Q(closed_at__isnull=False)),
                name="anomaly_closed_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="anomaly_open", condition=Q(state="open"), include=["shop", "warehouse"]
            ),
            models.Index(
                fields=["kind", "due_at", "id"],
                name="anomaly_open_kind",
                condition=Q(state="open"),
                include=["shop", "warehouse"],
            ),
            models.Index(fields=["state", "-closed_at", "id"], name="anomaly_closed", include=["shop", "warehouse"]),
            models.Index(fields=["owner", "due_at"], name="anomaly_of_owner", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.track_id}"


class TrackLimit(models.Model):
    """So many hours without a scan are allowed at this stage: for a carrier, a province, both or neither."""

    stage = models.CharField(max_length=20, choices=Stage.choices)
    carrier = models.CharField(max_length=32, blank=True, default="")
    region = models.CharField(max_length=60, blank=True, default="")
    hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "carrier", "region"], name="track_limit_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="track_limit_stage_known"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="track_limit_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.carrier} {self.region}: {self.hours} h".replace("  ", " ")
