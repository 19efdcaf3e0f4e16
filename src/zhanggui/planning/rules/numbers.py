"""The numbers a company plans by."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from zhanggui.kernel.refusal import Refusal

LEAST_SERVICE, MOST_SERVICE = Decimal(50), Decimal("99.9")
MOST_DAYS = 60


class NumbersUnsound(Refusal):
    """It cannot be planned like this: a service level lies between 50 and 99.9 percent, and each wait is at most 60
    days, the time between two plans at least one."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """As a plan keeps them. Service levels in percent by class."""

    review_days: int = 7
    lead_days: int = 7
    service_a: Decimal = Decimal("98.0")
    service_b: Decimal = Decimal("95.0")
    service_c: Decimal = Decimal("90.0")

    def service(self, abc: str) -> Decimal:
        return {"a": self.service_a, "b": self.service_b}.get(abc, self.service_c)

    def as_json(self) -> dict[str, Any]:
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()}


def numbers_from(stored: dict[str, Any]) -> Numbers:
    return Numbers(
        int(stored["review_days"]),
        int(stored["lead_days"]),
        *(Decimal(stored[f"service_{abc}"]) for abc in "abc"),
    )


def check_numbers(numbers: Numbers) -> None:
    services = (numbers.service_a, numbers.service_b, numbers.service_c)
    if not all(LEAST_SERVICE <= each <= MOST_SERVICE for each in services):
        raise NumbersUnsound
    if not (1 <= numbers.review_days <= MOST_DAYS and 0 <= numbers.lead_days <= MOST_DAYS):
        raise NumbersUnsound
