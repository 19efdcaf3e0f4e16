from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models.strategy import WaveStrategy
from zhanggui.fulfilment.models.wall import Wall
from zhanggui.fulfilment.states import ONE_SKU_EACH, PICK_STEPS, WAVE_STEPS, PickMeans, PickState, WaveKind, WaveState
from zhanggui.inventory.models import Location
from zhanggui.kernel.actor import Actor
from zhanggui.people.models import Warehouse


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, actor: Actor) -> "WaveQuerySet":
        """Waves of the actor's warehouses that hold a parcel of the actor's shops."""
        rows = self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)
        if actor.shop_ids is None:
            return rows
        return rows.filter(shop_ids__overlap=sorted(actor.shop_ids))


class Wave(models.Model):
    """Parcels printed and picked together, each with a cell of its own on the wall.

    `shop_ids` are written by the database: of the parcels that are in it.
    """

    STEPS = WAVE_STEPS

    number = models.CharField(max_length=24, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    shop_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False)
    carrier = models.CharField(max_length=32)
    kind = models.CharField(max_length=8, choices=WaveKind.choices)
    state = models.CharField(max_length=12, choices=WaveState.choices, default=WaveState.OPEN)
    parcel_count = models.PositiveIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)
    strategy = models.ForeignKey(
        WaveStrategy, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    zone = models.CharField(max_length=16, blank=True, db_default="", help_text="The one zone all of it lies in.")
    means = models.CharField(
        max_length=8, choices=PickMeans.choices, default=PickMeans.BOTH, db_default=PickMeans.BOTH.value
    )
    labels_at_table = models.BooleanField(
        default=False, db_default=False, help_text="Picked before its labels exist: each comes with its item."
    )
    wall = models.ForeignKey(
        Wall, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text="Where it is sorted.",
    )  # fmt: skip
    built_by = models.CharField(max_length=80)
    built_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True, blank=True)
    picked_at = models.DateTimeField(null=True, blank=True)
    picked_by = models.CharField(max_length=80, blank=True)

    objects = WaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="wave_state_known"),
            models.CheckConstraint(condition=Q(kind__in=WaveKind.values), name="wave_kind_known"),
            models.CheckConstraint(condition=Q(means__in=PickMeans.values), name="wave_means_known"),
            models.CheckConstraint(
                condition=Q(labels_at_table=False) | Q(kind__in=ONE_SKU_EACH), name="wave_of_items_has_labels_later"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="wave_by_state"),
            GinIndex(fields=["shop_ids"], name="wave_of_shops", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.number


class Pick(models.Model):
    """So many pieces for one parcel line, from one bin. The cause of the move that takes them."""

    STEPS = PICK_STEPS

    parcel_line = models.ForeignKey("fulfilment.ParcelLine", on_delete=models.PROTECT, related_name="picks")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="picks")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PickState.choices, default=PickState.TO_PICK)
    picker = models.CharField(max_length=80, blank=True, db_default="", help_text="Who walks for it, with a phone.")
    picker_id = models.BigIntegerField(null=True, blank=True, help_text="Their account: it says whose the pick is.")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="pick_quantity_positive"),
            models.CheckConstraint(condition=Q(state__in=PickState.values), name="pick_state_known"),
            models.CheckConstraint(
                condition=~Q(state=PickState.TAKEN) | ~Q(picker="") & Q(taken_at__isnull=False),
                name="pick_taken_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["sku", "lot"], name="pick_by_lot", condition=~Q(lot=""))]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id} from {self.location_id}"
