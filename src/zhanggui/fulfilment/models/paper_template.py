from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from zhanggui.fulfilment.paper_templates.states import TemplatePaper
from zhanggui.papers.logos import KEPT_AT_MOST
from zhanggui.people.models import Shop, Warehouse


class SavedTemplate(models.Model):
    """How a paper looks at a warehouse, for a shop, or for all: each change is a version of its own, none is lost."""

    paper = models.CharField(max_length=8, choices=TemplatePaper.choices)
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
            models.CheckConstraint(condition=Q(paper__in=TemplatePaper.values), name="template_paper_known"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} {self.version}"


class PaperLogo(models.Model):
    """A picture that templates print, kept as long as a version of one may be taken up again."""

    digest = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the picture: the same one is kept once."
    )
    picture = models.BinaryField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=LessThanOrEqual(Length("picture"), KEPT_AT_MOST), name="paper_logo_small")
        ]

    def __str__(self) -> str:
        return self.digest


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
