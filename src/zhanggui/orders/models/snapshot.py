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
    payload = models.BinaryField()
    purge_on = models.DateField()

    class Meta:
        managed = False
        db_table = "orders_ordersnapshot"

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind} {self.modified_at:%F %T}"
