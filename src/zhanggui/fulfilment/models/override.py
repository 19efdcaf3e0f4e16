from django.db import models
from django.db.models import F, Q

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models.basket import PutBack
from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.fulfilment.models.scan import Scan
from zhanggui.fulfilment.models.weighing import OddWeight
from zhanggui.fulfilment.states import OverrideKind

_OF = {
    OverrideKind.BY_HAND: "scan",
    OverrideKind.WEIGHT: "odd_weight",
    OverrideKind.LOST: "put_back",
    OverrideKind.UNSCANNED: "put_back",
}


def _of_its_kind() -> Q:
    """Each kind belongs to a row of its own table, and to none of another."""
    kinds = Q()
    for kind, own in _OF.items():
        kinds |= Q(kind=kind, **{f"{name}__isnull": name != own for name in sorted(set(_OF.values()))})
    return kinds


class Override(models.Model):
    """What was let through against a check: who did it, who confirmed it, and why. Append-only.

    Pieces verified without their barcode, an odd weight accepted, pieces of a stopped parcel given up as lost, or
    put back without being scanned.
    """

    kind = models.CharField(
        max_length=10, choices=OverrideKind.choices, default=OverrideKind.BY_HAND, db_default="by_hand"
    )
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="overrides")
    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, null=True, related_name="override")
    odd_weight = models.OneToOneField(OddWeight, on_delete=models.PROTECT, null=True, related_name="override")
    put_back = models.OneToOneField(PutBack, on_delete=models.PROTECT, null=True, related_name="override")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    pieces = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    confirmed_by_id = models.BigIntegerField()
    confirmed_by = models.CharField(max_length=80)
    station = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OverrideKind.values), name="override_kind_known"),
            models.CheckConstraint(condition=_of_its_kind(), name="override_of_its_kind"),
            models.CheckConstraint(
                condition=Q(kind=OverrideKind.WEIGHT, pieces=0, sku__isnull=True)
                | ~Q(kind=OverrideKind.WEIGHT) & Q(pieces__gt=0, sku__isnull=False),
                name="override_pieces_positive",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_reason"),
            models.CheckConstraint(
                condition=Q(actor_id__isnull=True) | ~Q(actor_id=F("confirmed_by_id")), name="override_by_two_people"
            ),
        ]
        indexes = [models.Index(fields=["at", "id"], name="override_by_day")]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.kind}"
