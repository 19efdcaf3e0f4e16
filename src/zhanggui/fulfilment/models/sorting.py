from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.models.wave import Wave
from zhanggui.fulfilment.states import SortResult


class Sort(models.Model):
    """One pull of the trigger at a put wall, good or refused: which piece went to which cell, by whom, where, when.

    `client_id` is made by the station, so the same pull sent twice finds one place.
    """

    client_id = models.UUIDField(unique=True)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="+")
    cell = models.PositiveSmallIntegerField(null=True)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    barcode = models.CharField(max_length=64)
    pieces = models.PositiveIntegerField()
    result = models.CharField(max_length=16, choices=SortResult.choices)
    sorted_before = models.PositiveIntegerField(help_text="Pieces of the parcel that lay in its cell.")
    sorted_after = models.PositiveIntegerField()
    units = models.PositiveIntegerField(help_text="Pieces the cell waits for in all.")
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", db_index=False,
        help_text="The scan whose piece was taken out of its place again.",
    )  # fmt: skip
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    station = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(result__in=SortResult.values), name="sort_result_known"),
            models.CheckConstraint(
                condition=Q(result=SortResult.UNDONE, undoes__isnull=False)
                | (~Q(result=SortResult.UNDONE) & Q(undoes__isnull=True)),
                name="sort_undoes_another",
            ),
            models.UniqueConstraint(fields=["undoes"], condition=Q(undoes__isnull=False), name="sort_undone_once"),
        ]
        indexes = [
            models.Index(fields=["wave", "at"], name="sort_by_wave"),
            models.Index(fields=["at", "actor_id"], name="sort_by_time"),
            models.Index(fields=["barcode"], name="sort_by_barcode"),
        ]

    def __str__(self) -> str:
        return f"{self.barcode} → {self.cell}: {self.result}"
