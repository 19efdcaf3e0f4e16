from django.db import models
from django.db.models import Q


class FileMapping(models.Model):
    """How the order files of one origin are read: which of their headings holds which field of ours.

    Append-only: a mapping that is changed is a new version under the same name, so that a file keeps being read as it
    was when it was looked through.
    """

    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    fields = models.JSONField(help_text="Our field → their heading.")
    states = models.JSONField(default=dict, help_text="Their word for a state → ours.")
    refunds = models.JSONField(default=dict, db_default={}, help_text="Their word for a refund → ours.")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="file_mapping_version_once"),
            models.CheckConstraint(condition=Q(version__gt=0) & ~Q(name=""), name="file_mapping_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.version}"
