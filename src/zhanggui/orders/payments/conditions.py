"""Orders by whether their payment releases them, as a condition the database can ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from zhanggui.kernel.doors.channel import PaymentKind, PaymentMode
from zhanggui.orders.models import OrderPayment
from zhanggui.orders.payments.gates import STANDING
from zhanggui.ui.desk import ChoiceFilter

_RELEASING: dict[str, tuple[PaymentKind, ...]] = {
    PaymentMode.DEPOSIT: (PaymentKind.TAIL, PaymentKind.PAYMENT),
    PaymentMode.PREPAID: (PaymentKind.BALANCE,),
    PaymentMode.INSTALMENTS: (PaymentKind.INSTALMENT, PaymentKind.GUARANTEE, PaymentKind.PAYMENT),
}
"""One standing event of these releases an order of that mode."""


@dataclass(frozen=True, slots=True)
class GateFilter(ChoiceFilter):
    """Orders whose way of paying still waits for an event. Those simply paid or not are in tabs of their own."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        match str(params.get(self.name, "")).strip():
            case "shut":
                return _shut()
            case "open":
                return ~Q(payment_mode=PaymentMode.PAID) & ~_shut()
        return None


def _shut() -> Q:
    releasing = _RELEASING | ({PaymentMode.COD: (PaymentKind.CONFIRMED,)} if settings.COD_MUST_BE_CONFIRMED else {})
    shut = Q(pk__in=[])
    for mode, kinds in releasing.items():
        events = OrderPayment.objects.filter(STANDING, order=OuterRef("pk"), kind__in=kinds)
        shut |= Q(payment_mode=mode) & ~Q(Exists(events))
    return ~Q(payment_mode=PaymentMode.PAID) & shut
