from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.states import Post
from zhanggui.people.models import Warehouse


class WorkHour(models.Model):
    """What one person did at one table in one full hour: summed from scans and facts, which stay what counts.

    `busy_s` are the seconds between one deed and the next, without pauses; `done` the parcels finished in it.
    """

    hour = models.DateTimeField()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.CharField(max_length=8, choices=Post.choices)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    station = models.CharField(max_length=40, blank=True)
    deeds = models.PositiveIntegerField(help_text="Scans, or parcels where there is one deed for each.")
    errors = models.PositiveIntegerField()
    done = models.PositiveIntegerField()
    pieces = models.PositiveIntegerField()
    busy_s = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "warehouse", "post", "actor_id", "actor", "station"],
                nulls_distinct=False,
                name="work_hour_once",
            ),
            models.CheckConstraint(condition=Q(post__in=Post.values), name="work_hour_post_known"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.actor} {self.post}"


class WorkSummed(models.Model):
    """Up to which hour work is summed: one row."""

    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H}"
