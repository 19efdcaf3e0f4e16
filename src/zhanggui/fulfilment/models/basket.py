from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.wave import Pick


class PutBack(models.Model):
    """Pieces of a stopped parcel that were scanned back into the bin they came from: who, where, when.

    Those that nobody finds are accounted for too, as lost. `client_id` is made by the station, so the same pull sent
    twice counts once.
    """

    client_id = models.UUIDField(unique=True)
    pick = models.ForeignKey(Pick, on_delete=models.PROTECT, related_name="put_backs")
    pieces = models.PositiveIntegerField()
    is_lost = models.BooleanField(default=False, db_default=False, help_text="Not found: they left the ledger.")
    code = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="The unique code of the piece, if it has one."
    )
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    station = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pieces__gt=0), name="put_back_pieces_positive")]

    def __str__(self) -> str:
        return f"{self.pieces} of {self.pick_id}"
