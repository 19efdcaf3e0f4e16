from django.db import models
from django.db.models import Q

from zhanggui.people.models import Shop

MOST_ORDERS, MOST_UNITS, MOST_G = 5, 30, 20_000


class MergeGroup(models.Model):
    """Shops whose orders to one receiver may share a parcel, and how much goes into one.

    A shop in no group is merged only by hand, and only with itself.
    """

    name = models.CharField(max_length=80, unique=True)
    is_automatic = models.BooleanField(default=True, help_text="Merge while planning, without being asked.")
    ships_partly = models.BooleanField(default=False, help_text="Of a short order, what is there goes at once.")
    most_orders = models.PositiveSmallIntegerField(default=MOST_ORDERS)
    most_units = models.PositiveIntegerField(default=MOST_UNITS)
    most_g = models.PositiveIntegerField(default=MOST_G)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(most_orders__gte=2, most_units__gte=2, most_g__gt=0), name="merge_group_limits"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupedShop(models.Model):
    """A shop is in one group at most."""

    shop = models.OneToOneField(Shop, on_delete=models.CASCADE, related_name="merge_group")
    group = models.ForeignKey(MergeGroup, on_delete=models.CASCADE, related_name="shops")

    def __str__(self) -> str:
        return f"{self.shop_id} in {self.group_id}"
