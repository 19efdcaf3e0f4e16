"""Terms by version: where a new one ends the one before, and what it may not touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhanggui.kernel.refusal import Refusal


class TermsOverlap(Refusal):
    """Terms for {sku} are already agreed from {valid_from}: end or replace them from a later day."""


class TermsUnsound(Refusal):
    """Terms for {sku} cannot hold: a price not below zero, a tax rate below 100 percent, quantities above zero, and
    an end not before the beginning."""


@dataclass(frozen=True, slots=True)
class TermsDraft:
    """What was agreed for one SKU. Money is for one piece; `valid_until` is the last day."""

    supplier_id: int
    sku_code: str
    price: Decimal
    valid_from: date
    valid_until: date | None = None
    currency: str = "CNY"
    tax_rate: Decimal = Decimal(0)
    least_quantity: int = 1
    pack_size: int = 1
    lead_days: int | None = None

    @property
    def pair(self) -> tuple[int, str]:
        return self.supplier_id, self.sku_code


@dataclass(frozen=True, slots=True)
class Held:
    """A version on file."""

    pk: int
    version: int
    valid_from: date
    valid_until: date | None


def check_terms(draft: TermsDraft) -> None:
    sound = (
        draft.sku_code
        and draft.price >= 0
        and 0 <= draft.tax_rate < 100
        and draft.least_quantity > 0
        and draft.pack_size > 0
        and (draft.valid_until is None or draft.valid_until >= draft.valid_from)
    )
    if not sound:
        raise TermsUnsound(sku=draft.sku_code)


def ended_by(draft: TermsDraft, held: Sequence[Held]) -> tuple[int, date] | None:
    """The version that must end before the new one, and its new last day. Raises TermsOverlap when one begins on the
    same day or later and the new one would reach into it."""
    ended = None
    for version in held:
        if version.valid_from >= draft.valid_from:
            if draft.valid_until is None or version.valid_from <= draft.valid_until:
                raise TermsOverlap(sku=draft.sku_code, valid_from=version.valid_from)
        elif version.valid_until is None or version.valid_until >= draft.valid_from:
            ended = (version.pk, draft.valid_from - timedelta(days=1))
    return ended
