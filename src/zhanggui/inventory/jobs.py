"""What inventory does by itself: goods whose lots may not be sold are kept from sale."""

from procrastinate.contrib.django import app

from zhanggui.inventory.facts import GoodsReceived, StockAdjusted
from zhanggui.inventory.flows.hold_lots import hold_lots
from zhanggui.inventory.queries import skus_to_hold
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.kernel.outcome import in_chunks


@app.periodic(cron="2 * * * *")  # just after every hour, and so just after midnight wherever the company is
@app.task(name="inventory.hold_ended_lots", queue="default", queueing_lock="inventory.hold_ended_lots")
def hold_ended_lots(timestamp: int) -> None:
    """Lots whose last day of sale is over."""
    at = now()
    in_chunks(skus_to_hold(at=at), lambda ids: hold_lots(sku_ids=ids, actor=system_actor("stock"), at=at))


@subscriber(GoodsReceived)
def hold_received_lots(ids: list[int]) -> None:
    _hold(ids)


@subscriber(StockAdjusted)
def hold_counted_lots(ids: list[int]) -> None:
    _hold(ids)


def _hold(sku_ids: list[int]) -> None:
    """Most SKUs have no lots, and are not looked at further."""
    at = now()
    if among := set(skus_to_hold(at=at)) & set(sku_ids):
        hold_lots(sku_ids=sorted(among), actor=system_actor("stock"), at=at)
