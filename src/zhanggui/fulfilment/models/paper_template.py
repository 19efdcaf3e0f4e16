from django.db import models
from django.db.models import F, Q

from zhanggui.fulfilment.states import PaperKind
from zhanggui.people.models import Shop, Warehouse


class SavedTemplate(models.Model):
    """How a paper looks at a warehouse, for a shop, or for all: each change is a version of its own, none is lost."""

    paper = models.CharField(max_length=8, choices=PaperKind.choices)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    template = models.JSONField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "warehouse", "shop", "version"], name="template_version_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["paper", "warehouse", "shop"],
                condition=Q(is_current=True),
                name="template_current_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(paper__in=PaperKind.values), name="template_paper_known"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.version}"


class NotePause(models.Model):
    """Days on which the parcels of a shop, or of all, leave without a delivery note."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=100)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="note_pause_days"),
            models.CheckConstraint(condition=~Q(reason=""), name="note_pause_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
