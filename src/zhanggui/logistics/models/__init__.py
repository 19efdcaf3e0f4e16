"""What logistics keeps: accounts that give waybills and what was asked of them, parcels on their way, notices."""

from zhanggui.logistics.models.notices import BuyerNotice, NoticeAccount, NoticeRule, SilentBuyer
from zhanggui.logistics.models.tracking import Anomaly, Track, TrackEvent, TrackingAccount, TrackLimit
from zhanggui.logistics.models.waybills import (
    FEW,
    FEW_LEFT,
    REQUEST_COLUMNS,
    AccountUse,
    WaybillAccount,
    WaybillRequest,
)

__all__ = [
    "FEW",
    "FEW_LEFT",
    "REQUEST_COLUMNS",
    "AccountUse",
    "Anomaly",
    "BuyerNotice",
    "NoticeAccount",
    "NoticeRule",
    "SilentBuyer",
    "Track",
    "TrackEvent",
    "TrackLimit",
    "TrackingAccount",
    "WaybillAccount",
    "WaybillRequest",
]
