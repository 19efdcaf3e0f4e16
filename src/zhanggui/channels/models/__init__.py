"""The lines to platforms as rows."""

from zhanggui.channels.models.audits import AskedAudit, HourAudit, HourTrouble, MissingOrder
from zhanggui.channels.models.links import FileImport, HeldFile, Notice, ShopLink, Unread
from zhanggui.channels.models.listings import ShopListing, StockChange, StockShare

__all__ = [
    "AskedAudit",
    "FileImport",
    "HeldFile",
    "HourAudit",
    "HourTrouble",
    "MissingOrder",
    "Notice",
    "ShopLink",
    "ShopListing",
    "StockChange",
    "StockShare",
    "Unread",
]
