"""The lines to platforms as rows."""

from zhanggui.channels.models.audits import AskedAudit, HourAudit, HourTrouble, MissingOrder
from zhanggui.channels.models.heard import Pace, PushEvent, RefundCase
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
    "Pace",
    "PushEvent",
    "RefundCase",
    "ShopLink",
    "ShopListing",
    "StockChange",
    "StockShare",
    "Unread",
]
