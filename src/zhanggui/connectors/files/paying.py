"""How an order is paid, and what of it for the goods, as the cells of a file say it."""

import re
from decimal import Decimal

from zhanggui.connectors.files.layouts.layout import Field
from zhanggui.connectors.files.layouts.unconfirmed import CASH_ON_DELIVERY
from zhanggui.connectors.files.lines import Values
from zhanggui.connectors.files.rows import comparable

_NUMBER_OF_MODE = re.compile(r"\d+\s*-\s*", re.ASCII)


def is_cash_on_delivery(cell: str) -> bool:
    """By its word; some platforms put their number of it in front."""
    return _NUMBER_OF_MODE.sub("", comparable(cell), count=1) in CASH_ON_DELIVERY


def paid_for_goods(values: Values) -> Decimal | None:
    """What is paid without the freight; None where it is not told."""
    paid, freight = values.get(Field.PAID), values.get(Field.FREIGHT)
    return None if paid is None else max(Decimal(0), paid - (freight or Decimal(0)))
