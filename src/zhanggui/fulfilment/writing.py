"""Parcels and their lines as rows to be written at once."""

from datetime import datetime
from typing import Any, NamedTuple

from zhanggui.fulfilment.states import ParcelState

PARCEL = (
    "id", "number", "state", "shop_id", "warehouse_id", "order_id", "carrier", "waybill", "units", "units_verified",
    "sku_count", "expected_g", "prints", "ship_by", "collect_by", "planned_at", "printed_at", "picked_at",
    "verified_by", "shipped_by", "stop_reason", "merge_key", "split_from_id", "stays_alone",
)  # fmt: skip
LINE = ("id", "parcel_id", "order_line_id", "sku_id", "quantity", "picked", "verified", "home_id")


class NewParcel(NamedTuple):
    """What a parcel is made of; the rest it gets on its way."""

    id: int
    number: str
    shop_id: int
    warehouse_id: int
    order_id: int
    carrier: str
    ship_by: datetime | None
    collect_by: datetime | None
    planned_at: datetime
    merge_key: bytes
    units: int = 0
    sku_count: int = 1
    expected_g: int = 0
    split_from_id: int | None = None
    state: str = ParcelState.PLANNED
    waybill: str = ""
    prints: int = 0
    printed_at: datetime | None = None
    picked_at: datetime | None = None


def parcel_row(new: NewParcel) -> tuple[Any, ...]:
    """The columns of PARCEL."""
    return (
        new.id, new.number, str(new.state), new.shop_id, new.warehouse_id, new.order_id, new.carrier, new.waybill,
        new.units, 0, new.sku_count, new.expected_g, new.prints, new.ship_by, new.collect_by, new.planned_at,
        new.printed_at, new.picked_at, "", "", "", new.merge_key, new.split_from_id,
        new.split_from_id is not None,
    )  # fmt: skip
