"""What the warehouse sends: waves of parcels, the picks that fill them, the scans that prove them."""

from zhanggui.fulfilment.models.parcel import Parcel, ParcelLine
from zhanggui.fulfilment.models.scan import Scan
from zhanggui.fulfilment.models.wave import Pick, Wave

__all__ = ["Parcel", "ParcelLine", "Pick", "Scan", "Wave"]
