"""What is to be ordered, what it costs, and who must agree. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zhanggui.kernel.refusal import Refusal

CENT = Decimal("0.01")


class PiecesNotPositive(Refusal):
    """{sku}: {quantity} pieces cannot be ordered."""


class PriceUnsound(Refusal):
    """{sku}: a price is not below zero, has at most four decimals, and a tax rate is below 100 percent."""


class PriceMissing(Refusal):
    """No price of {supplier} is agreed for {sku}: say what it costs."""


class TooFew(Refusal):
    """{supplier} delivers {sku} from {least} pieces on, not {quantity}."""


class PackBroken(Refusal):
    """{supplier} packs {sku} by {pack}: order {lower} or {upper}, not {quantity}."""


class AmountTooSmall(Refusal):
    """Orders to {supplier} begin at {least}; this one comes to {amount}."""


class NothingOrdered(Refusal):
    """Purchase order {number} has no line with pieces."""


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One SKU to be ordered. `key` names it to who asks; with a cause it is its id, and ordered once. Without a price
    the agreed one counts."""

    key: int
    supplier_id: int
    warehouse_id: int
    sku_id: int
    quantity: int
    unit_price: Decimal | None = None
    tax_rate: Decimal | None = None
    wanted_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What holds between the company and a supplier for a SKU."""

    price: Decimal
    tax_rate: Decimal
    least_quantity: int
    pack_size: int
    currency: str = "CNY"


def check_row(row: PurchaseRow, agreed: Agreed | None, *, supplier: str, sku: str) -> None:
    """Raises what keeps it from being ordered like this."""
    if row.quantity <= 0:
        raise PiecesNotPositive(sku=sku, quantity=row.quantity)
    if row.unit_price is None and agreed is None:
        raise PriceMissing(supplier=supplier, sku=sku)
    price, rate = row.unit_price or Decimal(0), row.tax_rate or Decimal(0)
    if price < 0 or _decimals(price) > 4 or not 0 <= rate < 100:
        raise PriceUnsound(sku=sku)
    if agreed and row.quantity < agreed.least_quantity:
        raise TooFew(supplier=supplier, sku=sku, least=agreed.least_quantity, quantity=row.quantity)
    if agreed and row.quantity % agreed.pack_size:
        lower = row.quantity - row.quantity % agreed.pack_size
        raise PackBroken(
            supplier=supplier, sku=sku, pack=agreed.pack_size, lower=lower, upper=lower + agreed.pack_size,
            quantity=row.quantity,
        )  # fmt: skip


def _decimals(price: Decimal) -> int:
    exponent = price.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 99


def amounts(lines: Iterable[tuple[int, Decimal, Decimal]]) -> tuple[Decimal, Decimal]:
    """What lines of (pieces, price, tax rate) come to without tax, and their tax; each line rounded to the cent."""
    net = tax = Decimal(0)
    for pieces, price, rate in lines:
        own = (pieces * price).quantize(CENT, ROUND_HALF_UP)
        net += own
        tax += (own * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return net, tax


def most_over(ordered: int, percent: Decimal) -> int:
    """So many pieces more may come: what the supplier's tolerance makes of whole pieces."""
    return int(ordered * percent / 100)


def reasons(
    lines: Sequence[tuple[int, Decimal]],
    *,
    agreed: Mapping[int, Decimal],
    last: Mapping[int, Decimal],
    amount: Decimal,
    limit: Decimal,
) -> list[tuple[str, int]]:
    """Why somebody else must agree to lines of (SKU, price): each reason with the SKU it is about, or 0."""
    found = []
    for sku_id, price in lines:
        if sku_id in agreed:
            if price > agreed[sku_id]:
                found.append(("above_agreed", sku_id))
        elif sku_id not in last:
            found.append(("no_price", sku_id))
        if sku_id in last and price > last[sku_id]:
            found.append(("above_last", sku_id))
    if amount > limit:
        found.append(("large", 0))
    return found
