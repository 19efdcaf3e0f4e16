from django.db import models

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.people.models import Warehouse


class Choice(models.Model):
    """Why a parcel goes from this warehouse with this carrier. Where only one was possible there is no row.

    `told` holds the parts of the score, the nearest other candidate, and who was left out for what;
    `by_hand` says that a person named the carrier, so it is not chosen again when the contents change.
    """

    parcel = models.OneToOneField(Parcel, on_delete=models.CASCADE, related_name="choice")
    told = models.JSONField()
    was_warehouse = models.ForeignKey(Warehouse, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    was_carrier = models.CharField(max_length=32, blank=True, default="")
    chosen_by = models.CharField(max_length=80)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.parcel_id}"


class ChoiceWeight(models.Model):
    """How much one part of the score counts. What has no row counts as the rules say."""

    name = models.CharField(max_length=20, unique=True)
    value = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
