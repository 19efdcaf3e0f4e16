from django.db import models
from django.db.models import Q

from zhanggui.fulfilment.models.parcel import Parcel
from zhanggui.orders.models import Order


class CashToCollect(models.Model):
    """What the courier collects at the door for one order, as the label of one parcel says it, or will: a carrier that
    gives the number is told before.

    An order is collected once, however many parcels it travels in. A void label collects nothing: its rows go with it.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="cash")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="cash_to_collect_positive")]

    def __str__(self) -> str:
        return str(self.amount)
