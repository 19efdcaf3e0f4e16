"""What a person keeps about the pages: layouts of a desk under a name."""

from django.db import models
from django.db.models import Q, QuerySet

from zhanggui.kernel.actor import Actor


class SavedViewQuerySet(QuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> "SavedViewQuerySet":
        """Own views, and those that others share."""
        return self.filter(Q(user_id=actor.user_id or 0) | Q(shared=True))


class SavedView(models.Model):
    """A layout of one desk: tab, filters, sort, columns with width and order. The user is known by number only."""

    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    desk = models.CharField(max_length=50)
    title = models.CharField(max_length=60)
    layout = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "desk", "title"], name="saved_view_unique_title")]
        indexes = [models.Index(fields=["desk", "shared"], name="saved_view_desk")]
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return f"{self.desk}: {self.title}"
