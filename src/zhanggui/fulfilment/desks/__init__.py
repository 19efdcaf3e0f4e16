"""The lists of the warehouse. A desk is found by being named here."""

from zhanggui.fulfilment.baskets.desks import StopBasketDesk
from zhanggui.fulfilment.batches.desks import PrintDayDesk
from zhanggui.fulfilment.desks.parcels import ParcelDesk
from zhanggui.fulfilment.desks.plan import PlanDesk
from zhanggui.fulfilment.desks.waves import WaveDesk
from zhanggui.fulfilment.incidents.desks import IncidentDesk
from zhanggui.fulfilment.manifests.desks import ManifestDesk
from zhanggui.fulfilment.merging.desks import MergeDesk, MergeGroupDesk
from zhanggui.fulfilment.outside.desks import (
    CrateDesk,
    CrateRuleDesk,
    FreightLineDesk,
    FreightRunDesk,
    FreightStationDesk,
)
from zhanggui.fulfilment.overriding.desks import OverrideDesk
from zhanggui.fulfilment.places.desks import (
    CapacityDesk,
    CarrierAreaDesk,
    CarrierRuleDesk,
    FreightTableDesk,
    ServiceRegionDesk,
    WarehouseCarrierDesk,
)
from zhanggui.fulfilment.print_jobs.desks import PrintJobDesk
from zhanggui.fulfilment.recalls.desks import InterceptDesk, VoidLabelDesk
from zhanggui.fulfilment.shifts.desks import ShiftSheetDesk
from zhanggui.fulfilment.shortages.desks import ShortLineDesk, ShortOrderDesk, ShortSkuDesk
from zhanggui.fulfilment.verifying.desks import UniqueCodeDesk
from zhanggui.fulfilment.walls.desks import WallDesk
from zhanggui.fulfilment.waving.desks import StrategyDesk
from zhanggui.fulfilment.weighing.desks import LearnedWeightDesk, OddWeightDesk, PackagingDesk, PackUseDesk

__all__ = [
    "CapacityDesk",
    "CarrierAreaDesk",
    "CarrierRuleDesk",
    "CrateDesk",
    "CrateRuleDesk",
    "FreightLineDesk",
    "FreightRunDesk",
    "FreightStationDesk",
    "FreightTableDesk",
    "IncidentDesk",
    "InterceptDesk",
    "LearnedWeightDesk",
    "ManifestDesk",
    "MergeDesk",
    "MergeGroupDesk",
    "OddWeightDesk",
    "OverrideDesk",
    "PackUseDesk",
    "PackagingDesk",
    "ParcelDesk",
    "PlanDesk",
    "PrintDayDesk",
    "PrintJobDesk",
    "ServiceRegionDesk",
    "ShiftSheetDesk",
    "ShortLineDesk",
    "ShortOrderDesk",
    "ShortSkuDesk",
    "StopBasketDesk",
    "StrategyDesk",
    "UniqueCodeDesk",
    "VoidLabelDesk",
    "WallDesk",
    "WarehouseCarrierDesk",
    "WaveDesk",
]
