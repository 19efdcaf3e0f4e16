from django.db import models

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.people.models import Shop, Warehouse


class Sending(models.Model):
    """A parcel that left, and what its carrier asks for it by the price list of that day.

    `freight` is null where no price list knew the way. Derived from the parcel: gone when the parcel is taken back.
    """

    parcel = models.OneToOneField(Parcel, on_delete=models.CASCADE, primary_key=True, related_name="sending")
    left_at = models.DateTimeField()
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    freight = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["left_at"], include=["shop", "warehouse", "freight"], name="sending_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.freight}"
