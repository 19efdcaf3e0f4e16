"""What buyers bought, as their channels say it, and what we decided about it."""

from zhanggui.orders.models.line import OrderLine
from zhanggui.orders.models.order import Order
from zhanggui.orders.models.review import BlockedBuyer, Hold, Review, UnreachableArea
from zhanggui.orders.models.snapshot import OrderSnapshot

__all__ = ["BlockedBuyer", "Hold", "Order", "OrderLine", "OrderSnapshot", "Review", "UnreachableArea"]
