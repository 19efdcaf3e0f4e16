"""When a line may be exchanged before it is sent. Pure."""

from decimal import Decimal

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.states import OPEN_STATES

MOST_PIECES = 100_000


class SkuNotKnown(Refusal):
    """No SKU has the code {code}. Choose another one."""


class LineIsCancelled(Refusal):
    """Line {line} is cancelled; there is nothing to exchange."""


class LineHasLeft(Refusal):
    """Line {line}: its goods have left. Exchange them when they have come back."""


class OrderIsClosed(Refusal):
    """Line {line} belongs to an order that has left or is closed."""


class ExchangedAlready(Refusal):
    """Line {line} is exchanged already. Take that back first."""


class SameGoods(Refusal):
    """Line {line} is {quantity} × {sku} already."""


class ExchangeQuantityBad(Refusal):
    """Line {line}: the quantity must be at least 1."""


class DifferenceTooLow(Refusal):
    """Line {line}: the buyer paid {amount}; no more than that can be given back."""


def check_exchange(
    exchange: ItemExchange,
    *,
    number: str,
    sku_code: str,
    ordered: int,
    amount: Decimal,
    order_state: str,
    is_cancelled: bool,
    is_exchanged: bool,
    has_left: bool,
    is_known: bool,
) -> None:
    if is_cancelled:
        raise LineIsCancelled(line=number)
    if has_left:
        raise LineHasLeft(line=number)
    if order_state not in OPEN_STATES:
        raise OrderIsClosed(line=number)
    if is_exchanged:
        raise ExchangedAlready(line=number)
    if not is_known:
        raise SkuNotKnown(code=exchange.sku_code)
    if not 1 <= exchange.quantity <= MOST_PIECES:
        raise ExchangeQuantityBad(line=number)
    if (exchange.sku_code, exchange.quantity) == (sku_code, ordered):
        raise SameGoods(line=number, quantity=ordered, sku=sku_code)
    if amount + exchange.price_difference < 0:
        raise DifferenceTooLow(line=number, amount=amount)
