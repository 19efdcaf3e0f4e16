"""What must be true of goods before they are booked at a place."""

from collections.abc import Collection

from zhanggui.kernel.refusal import Refusal


class QuantityNotPositive(Refusal):
    """{quantity} pieces cannot come in. Give at least 1."""


class SkuUnknown(Refusal):
    """SKU {sku} does not exist."""


class LocationUnknown(Refusal):
    """Place {place} does not exist, or is not in one of your warehouses."""


class BundleNotStocked(Refusal):
    """{sku} is a bundle, and a bundle has no stock of its own. Book its parts."""


def check_known(*, sku_id: int, location_id: int, sku_ids: Collection[int], location_ids: Collection[int]) -> None:
    if location_id not in location_ids:
        raise LocationUnknown(place=location_id)
    if sku_id not in sku_ids:
        raise SkuUnknown(sku=sku_id)
