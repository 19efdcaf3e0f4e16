from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.states import ScanResult


class Scan(models.Model):
    """One pull of the trigger at the verifying station, good or refused: who, where, when, before and after.

    `client_id` is made by the station, so the same pull sent twice counts once.
    """

    client_id = models.UUIDField(unique=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="scans")
    waybill = models.CharField(max_length=40)
    barcode = models.CharField(max_length=64)
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    result = models.CharField(max_length=16, choices=ScanResult.choices)
    verified_before = models.PositiveIntegerField()
    verified_after = models.PositiveIntegerField()
    detail = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="What a refusal said besides, to say it again.",
    )
    code = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="The unique code or the lot of the pieces."
    )
    is_choice = models.BooleanField(
        default=False, db_default=False, help_text="The item came first and chose the parcel; its label came then."
    )
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", db_index=False
    )
    checked_by = models.CharField(
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="Who looked at the goods: verifier or inspector.",
    )
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    station = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(result__in=ScanResult.values), name="scan_result_known"),
            models.CheckConstraint(
                condition=Q(result=ScanResult.UNDONE, undoes__isnull=False)
                | ~Q(result=ScanResult.UNDONE) & Q(undoes__isnull=True),
                name="scan_undoes_another",
            ),
            models.UniqueConstraint(fields=["undoes"], condition=Q(undoes__isnull=False), name="scan_undone_once"),
        ]
        indexes = [
            BrinIndex(fields=["at"], name="scan_by_moment", pages_per_range=16, autosummarize=True),
            models.Index(fields=["code"], name="scan_by_code", condition=~Q(code="")),
            models.Index(fields=["at"], name="scan_refused", condition=~Q(result__in=["piece_ok", "parcel_done"])),
            models.Index(fields=["at", "actor_id"], name="scan_complete", condition=Q(result=ScanResult.PARCEL_DONE)),
        ]

    def __str__(self) -> str:
        return f"{self.waybill} {self.barcode}: {self.result}"
