"""Orders by whether their payment releases them, as a condition the database can ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.lookups import GreaterThanOrEqual

from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.orders.models import OrderPayment
from zhanggui.orders.payments.gates import DUE, STANDING, collects_cash
from zhanggui.orders.rules.payments import COUNTED
from zhanggui.ui.desk import ChoiceFilter

_COSTS_MORE = Q(payment_mode=PaymentMode.PAID, paid_at__isnull=False, difference__gt=0)
"""The platform took the money, and an exchange since costs more."""


@dataclass(frozen=True, slots=True)
class GateFilter(ChoiceFilter):
    """Orders whose money still waits for something. Those simply paid or not are in tabs of their own."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        match str(params.get(self.name, "")).strip():
            case "shut":
                return _shut()
            case "open":
                return (~Q(payment_mode=PaymentMode.PAID) | _COSTS_MORE) & ~_shut()
        return None


def _shut() -> Q:
    """As `check_gate` says it of one order."""
    collecting = [key for key in known_carriers() if collects_cash(key)]
    shut = Q(payment_mode=PaymentMode.COD) & ~Q(carrier_wish__in=["", *collecting])
    for mode, kinds in COUNTED.items():
        events = OrderPayment.objects.filter(STANDING, order=OuterRef("pk"), kind__in=kinds)
        counted = Subquery(events.order_by().values("order").annotate(sum=Sum("amount")).values("sum"))
        covered = Exists(events) & Q(GreaterThanOrEqual(counted, DUE))
        shut |= Q(payment_mode=mode) & ~covered
    guarantees = OrderPayment.objects.filter(STANDING, order=OuterRef("pk"), kind=PaymentKind.GUARANTEE, amount=0)
    shut &= ~(Q(payment_mode=PaymentMode.INSTALMENTS) & Q(Exists(guarantees)))
    if settings.COD_MUST_BE_CONFIRMED:
        confirmed = OrderPayment.objects.filter(STANDING, order=OuterRef("pk"), kind=PaymentKind.CONFIRMED)
        shut |= Q(payment_mode=PaymentMode.COD) & ~Q(Exists(confirmed))
    return _COSTS_MORE | shut
