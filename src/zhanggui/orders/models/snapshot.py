from django.db import models


class OrderSnapshot(models.Model):
    """A payload as the platform sent it, sealed, until its day of deletion. Partitioned by month of receipt."""

    pk = models.CompositePrimaryKey("id", "received_at")
    id = models.BigIntegerField()
    received_at = models.DateTimeField()
    order_id = models.BigIntegerField()
    modified_at = models.DateTimeField()
    payload_hash = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=12, help_text="first, newer, older, or conflict (same moment, other content)")
    source = models.CharField(max_length=16)
    progress = models.SmallIntegerField(null=True, help_text="How far along its state is, among those of one moment.")
    clock_stands = models.BooleanField(null=True, help_text="It shows the platform's clock standing.")
    runs_out = models.DateTimeField(null=True, help_text="Must have left by then, were the clock never to stand.")
    payload = models.BinaryField()
    purge_on = models.DateField()

    class Meta:
        managed = False
        db_table = "orders_ordersnapshot"

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.modified_at:%F %T}"
