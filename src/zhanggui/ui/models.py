"""What people keep about the pages: layouts of a desk under a name, who sees them, and in what order."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery

from zhanggui.kernel.actor import Actor


class SavedViewQuerySet(QuerySet["SavedView"]):
    def visible_to(self, actor: Actor) -> "SavedViewQuerySet":
        """Own views, and those that others share with everybody, with one of this actor's posts or with this person."""
        mine = Q(user_id=actor.user_id or 0) | Q(people__contains=[actor.user_id or 0])
        return self.filter(mine | Q(shared=True) | Q(posts__overlap=sorted(actor.posts)))

    def as_listed_for(self, actor: Actor) -> "SavedViewQuerySet":
        """Each with its place in this person's own order and the posts it opens for, in the same statement."""
        own = ViewOrder.objects.filter(user_id=actor.user_id or 0, desk=OuterRef("desk"))
        place = Func(F("view_ids"), OuterRef("pk"), function="array_position", output_field=models.IntegerField())
        return self.annotate(
            place=Subquery(own.values_list(place)[:1]),
            opens_for=ArraySubquery(ViewDefault.objects.filter(view=OuterRef("pk")).order_by("post").values("post")),
        )


class SavedView(models.Model):
    """A layout of one desk: tab, filters, sort, columns with width and order. People are known by number only."""

    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    desk = models.CharField(max_length=50)
    title = models.CharField(max_length=60)
    layout = models.JSONField(default=dict)
    shared = models.BooleanField(default=False, help_text="With everybody.")
    posts = ArrayField(models.CharField(max_length=32), default=list, db_default=[], blank=True)
    people = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    place: int | None
    opens_for: list[str]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "desk", "title"], name="saved_view_unique_title")]
        indexes = [models.Index(fields=["desk", "shared"], name="saved_view_desk")]
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return f"{self.desk}: {self.title}"


class ViewDefault(models.Model):
    """The view a desk opens with for who holds a post."""

    desk = models.CharField(max_length=50)
    post = models.CharField(max_length=32, help_text="The code of a role.")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "post"], name="view_default_once")]

    def __str__(self) -> str:
        return f"{self.desk}: {self.post}"


class ViewOrder(models.Model):
    """In what order a person wants the views of a desk."""

    user_id = models.BigIntegerField()
    desk = models.CharField(max_length=50)
    view_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "desk"], name="view_order_once")]

    def __str__(self) -> str:
        return f"{self.desk}: {self.user_id}"
