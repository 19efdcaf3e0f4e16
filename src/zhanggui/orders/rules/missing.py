"""What the payment of an order lacks, as it is kept: by code and figures, read out in the reader's language."""

from collections.abc import Iterable

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.payments import (
    BalanceNotReserved,
    CarrierCollectsNothing,
    DepositMissing,
    DifferenceMissing,
    InstalmentMissing,
    NotConfirmed,
    PaymentMissing,
    TailMissing,
)

_KINDS: dict[str, type[Refusal]] = {
    kind.code(): kind
    for kind in (
        PaymentMissing, DepositMissing, TailMissing, CarrierCollectsNothing, NotConfirmed, BalanceNotReserved,
        InstalmentMissing, DifferenceMissing,
    )
}  # fmt: skip
_NEXT = "; "


def missing_kept(missing: Iterable[Refusal]) -> str:
    """`tail_missing due=99.00 missing=49.00`, one after the other."""
    return _NEXT.join(" ".join([one.code(), *(f"{name}={each}" for name, each in one.data.items())]) for one in missing)


def missing_read(kept: str) -> str:
    """The sentences; what was kept in words is read as it stands."""
    found = [one.split(" ") for one in kept.split(_NEXT)]
    if any(code not in _KINDS for code, *_ in found):
        return kept
    return " ".join(_KINDS[code](**_named(fields)).sentence for code, *fields in found)


def _named(fields: Iterable[str]) -> dict[str, str]:
    return {name: each for name, _, each in (field.partition("=") for field in fields)}
