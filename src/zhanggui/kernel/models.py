from django.db import models


class Fact(models.Model):
    """What happened to one document: audit trail, timeline and outbox at once. Append-only, partitioned by month."""

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.CharField(max_length=64)
    subject = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    source = models.CharField(max_length=16)
    station = models.CharField(max_length=40, blank=True)
    data = models.JSONField()

    class Meta:
        managed = False
        db_table = "kernel_fact"

    def __str__(self) -> str:
        return f"{self.name} {self.subject} {self.subject_id}"
