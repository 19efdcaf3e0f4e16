"""Who counted a bin, and every pull of the trigger."""

from django.db import models
from django.db.models import Q

from zhanggui.catalog.models import Sku
from zhanggui.counting.models.sheets import CountBin


class CountTurn(models.Model):
    """One person counts one bin, once. `attempt` grows when the same turn is begun again; only scans of the last
    attempt count. `begun_after` is the last move on record when it began."""

    bin = models.ForeignKey(CountBin, on_delete=models.PROTECT, related_name="turns", db_index=False)
    round = models.PositiveSmallIntegerField()
    counter = models.CharField(max_length=80)
    counter_user_id = models.BigIntegerField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    begun_after = models.BigIntegerField()
    begun_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bin", "round"], name="count_turn_once")]
        indexes = [models.Index(fields=["counter", "counted_at"], name="count_turn_by_counter")]

    def __str__(self) -> str:
        return f"{self.bin_id}: {self.round}"


class CountScan(models.Model):
    """Pieces found in a bin by one pull of the trigger; below zero when one is taken back. Append-only."""

    client_id = models.UUIDField(unique=True, help_text="The same again counts nothing more.")
    turn = models.ForeignKey(CountTurn, on_delete=models.PROTECT, related_name="scans", db_index=False)
    attempt = models.PositiveSmallIntegerField()
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+", db_index=False)
    lot = models.CharField(max_length=40, default="", blank=True)
    pieces = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(pieces=0), name="count_scan_counts")]
        indexes = [models.Index(fields=["turn", "attempt", "id"], name="count_scan_by_turn")]

    def __str__(self) -> str:
        return f"{self.pieces} × {self.sku_id}"
