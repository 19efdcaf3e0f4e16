from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.incidents.states import INCIDENT_STEPS, IncidentCause, IncidentEnd, IncidentState
from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Question
from zhanggui.people.models import Shop, User, Warehouse


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, actor: Actor) -> "IncidentQuerySet":
        """Incidents of the actor's warehouses, about parcels of their shops or about none."""
        rows = self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)
        if actor.shop_ids is None:
            return rows
        return rows.filter(Q(shop__isnull=True) | Q(shop_id__in=actor.shop_ids))


class Incident(models.Model):
    """What went wrong on the floor 异常: a refused scan, a failed step, or what somebody reported.

    `subject` names what it is about: the parcel, else the code or the goods. While it is open, the same cause of the
    same subject is the same incident, and `times` counts. `template` and `data` are the refusal, to be said in the
    reader's language. `shop` is written by the database: the parcel's.
    """

    STEPS = INCIDENT_STEPS

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.CharField(max_length=16, choices=IncidentCause.choices)
    subject = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=IncidentState.choices, default=IncidentState.OPEN, db_default="open")
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="incidents")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    code = models.CharField(max_length=64, blank=True, default="", db_default="", help_text="What was scanned.")
    template = models.CharField(max_length=300, blank=True, default="", db_default="")
    data = models.JSONField(default=dict, db_default={})
    words = models.CharField(max_length=300, blank=True, default="", db_default="", help_text="What a person wrote.")
    step = models.CharField(max_length=24, blank=True, default="", db_default="", help_text="The station, or the job.")
    table = models.CharField(max_length=40, blank=True, default="", db_default="")
    scan_id = models.UUIDField(null=True, help_text="The last pull that was refused.")
    times = models.PositiveIntegerField(default=1, db_default=1)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    resolution = models.CharField(max_length=12, choices=IncidentEnd.choices, blank=True, default="", db_default="")
    resolution_note = models.CharField(max_length=300, blank=True, default="", db_default="")
    resolved_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    resolved_at = models.DateTimeField(null=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "subject"], condition=~Q(state=IncidentState.RESOLVED), name="incident_open_once"
            ),
            models.CheckConstraint(condition=Q(state__in=IncidentState.values), name="incident_state_known"),
            models.CheckConstraint(condition=Q(cause__in=IncidentCause.values), name="incident_cause_known"),
            models.CheckConstraint(condition=Q(resolution__in=IncidentEnd.values), name="incident_resolution_known"),
            models.CheckConstraint(
                condition=Q(state=IncidentState.RESOLVED, resolved_at__isnull=False) & ~Q(resolution="")
                | ~Q(state=IncidentState.RESOLVED) & Q(resolved_at__isnull=True, resolution=""),
                name="incident_ends_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=IncidentState.ASKED) | Q(question__isnull=False), name="incident_asked_something"
            ),
        ]
        indexes = [
            models.Index(
                fields=["warehouse", "due_at", "id"],
                name="incident_open",
                condition=~Q(state=IncidentState.RESOLVED),
                include=["shop", "cause"],
            ),
            models.Index(fields=["opened_at", "id"], name="incident_by_time", include=["warehouse", "shop", "cause"]),
            models.Index(fields=["state", "due_at", "id"], name="incident_queue", include=["warehouse", "shop"]),
            models.Index(fields=["scan_id"], name="incident_by_pull", condition=Q(scan_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.subject}"


class IncidentPhoto(models.Model):
    """A picture of an incident, sealed: labels and faces are on it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="photos")
    sealed = models.BinaryField()
    taken_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.incident_id} {self.taken_at}"
