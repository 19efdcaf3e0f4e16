from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models.wave import Wave
from zhanggui.fulfilment.states import NUMBERLESS, PARCEL_STEPS, WITHOUT_WAYBILL, Numbering, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Order, OrderLine
from zhanggui.people.models import Shop, Warehouse


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def visible_to(self, actor: Actor) -> "ParcelQuerySet":
        rows = self if actor.warehouse_ids is None else self.filter(warehouse_id__in=actor.warehouse_ids)
        return rows if actor.shop_ids is None else rows.filter(shop_id__in=actor.shop_ids)


class Parcel(models.Model):
    """What leaves the warehouse under one waybill. `order` gives the receiver; lines may come from several orders.

    A MERGED one waits, empty, in case its merge is undone; its lines travel in `merged_into` and name it their home.
    """

    STEPS = PARCEL_STEPS

    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(max_length=10, choices=ParcelState.choices, default=ParcelState.PLANNED)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parcels")
    carrier = models.CharField(max_length=32)
    waybill = models.CharField(max_length=40, blank=True)
    numbering = models.CharField(
        max_length=8, choices=Numbering.choices, default=Numbering.OWN, db_default=Numbering.OWN.value
    )
    numbering_trouble = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="Why the account gave no number."
    )
    label_marks = models.JSONField(
        null=True, blank=True, help_text="What the account said for the label: how the carrier sorts it."
    )
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="parcels")
    cell = models.PositiveSmallIntegerField(null=True, blank=True)
    units = models.PositiveIntegerField()
    units_verified = models.PositiveIntegerField(default=0)
    units_rechecked = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Pieces scanned before its box was opened to verify them again."
    )
    last_scan_before = models.BigIntegerField(
        default=0, db_default=0, help_text="The last scan made before its box was opened."
    )
    sku_count = models.PositiveSmallIntegerField(default=1)
    expected_g = models.PositiveIntegerField(default=0)
    weighed_g = models.PositiveIntegerField(null=True, blank=True)
    prints = models.PositiveSmallIntegerField(default=0)
    ship_by = models.DateTimeField(null=True, blank=True)
    collect_by = models.DateTimeField(
        null=True, blank=True, help_text="When the carrier must have scanned it at the latest."
    )
    planned_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True, blank=True, help_text="When its label was given to a printer.")
    label_proven_at = models.DateTimeField(
        null=True, blank=True, help_text="When the printer's program, or a person, said that the label is out."
    )
    picked_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.CharField(max_length=80, blank=True)
    weighed_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    shipped_by = models.CharField(max_length=80, blank=True)
    shipped_by_id = models.BigIntegerField(null=True, blank=True, help_text="The account: two may have one name.")
    taken_back = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often it was shipped by mistake and taken back before it left."
    )
    outside = models.BooleanField(
        default=False, db_default=False, help_text="Its goods are out of the house, being crated."
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=200, blank=True)
    merge_key = models.BinaryField(
        max_length=16,
        default=b"",
        db_default=b"",
        help_text="Equal when they go to one person at one place; empty: alone.",
    )
    stays_alone = models.BooleanField(
        default=False, db_default=False, help_text="Someone took it apart; it is merged only by hand."
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", db_index=False
    )
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offcuts",
        db_index=False,
        help_text="The parcel whose pieces it took over.",
    )

    objects = ParcelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["waybill"], condition=~Q(waybill=""), name="waybill_once"),
            models.UniqueConstraint(fields=["wave", "cell"], condition=Q(wave__isnull=False), name="wave_cell_once"),
            models.CheckConstraint(condition=Q(state__in=ParcelState.values), name="parcel_state_known"),
            models.CheckConstraint(condition=Q(numbering__in=Numbering.values), name="parcel_numbering_known"),
            models.CheckConstraint(
                condition=(~Q(numbering__in=NUMBERLESS) | Q(waybill=""))
                & (~Q(numbering=Numbering.GIVEN) | ~Q(waybill="")),
                name="parcel_number_as_given",
            ),
            models.CheckConstraint(condition=Q(units_verified__lte=F("units")), name="parcel_not_over_verified"),
            models.CheckConstraint(
                condition=Q(state__in=WITHOUT_WAYBILL) | ~Q(waybill=""),
                name="printed_parcel_has_waybill",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state__in=[ParcelState.MERGED, ParcelState.VOID]),
                name="merged_parcel_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ParcelState.VERIFIED, ParcelState.WEIGHED, ParcelState.SHIPPED])
                | Q(units_verified=F("units")),
                name="only_complete_parcels_leave",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ParcelState.WEIGHED, ParcelState.SHIPPED]) | Q(prints__gt=0),
                name="nothing_leaves_unlabelled",
            ),
            models.CheckConstraint(
                condition=Q(outside=False) | ~Q(state__in=[ParcelState.WEIGHED, ParcelState.SHIPPED, ParcelState.VOID]),
                name="nothing_leaves_while_outside",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "ship_by", "id"],
                name="parcel_by_state",
                condition=~Q(state__in=[ParcelState.SHIPPED, ParcelState.VOID, ParcelState.MERGED]),
            ),
            models.Index(
                fields=["shipped_at", "id"],
                name="parcel_by_shipped",
                include=["warehouse", "carrier"],
                condition=Q(state=ParcelState.SHIPPED),
            ),
            models.Index(
                fields=["shop", "shipped_at", "id"],
                name="parcel_shop_shipped",
                include=["warehouse"],
                condition=Q(state=ParcelState.SHIPPED),
            ),
            models.Index(
                fields=["warehouse", "numbering"],
                name="parcel_numberless",
                condition=Q(state=ParcelState.WAVED, numbering__in=NUMBERLESS),
            ),
            models.Index(fields=["stopped_at", "id"], name="parcel_stopped", condition=Q(state=ParcelState.STOPPED)),
            models.Index(fields=["id"], name="parcel_void", condition=Q(state=ParcelState.VOID)),
            models.Index(
                fields=["merge_key", "id"],
                name="parcel_to_merge",
                condition=Q(state=ParcelState.PLANNED) & ~Q(merge_key=b""),
            ),
            models.Index(fields=["merged_into"], name="parcel_merged", condition=Q(state=ParcelState.MERGED)),
            models.Index(fields=["split_from"], name="parcel_split", condition=Q(split_from__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number


class ParcelLine(models.Model):
    """Which pieces of which order line travel in this parcel, how many found their cell, how many were verified."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="parcel_lines")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField()
    picked = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)
    sorted = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Pieces the put wall gave their place: the cell, or the stop basket."
    )
    home = models.ForeignKey(
        Parcel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The parcel it was planned in, while it travels in another.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="parcel_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(picked__lte=F("quantity"), verified__lte=F("picked")), name="parcel_line_ladder"
            ),
            models.CheckConstraint(condition=Q(sorted__lte=F("picked")), name="parcel_line_not_over_sorted"),
        ]
        indexes = [models.Index(fields=["home"], name="parcel_line_guest", condition=Q(home__isnull=False))]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku_id}"
