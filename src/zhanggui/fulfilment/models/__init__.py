"""What the warehouse sends: waves of parcels, the picks that fill them, the scans that prove them."""

from zhanggui.fulfilment.models.basket import PutBack
from zhanggui.fulfilment.models.batch import BatchEntry, PrintBatch, PrintDay
from zhanggui.fulfilment.models.cash import CashToCollect
from zhanggui.fulfilment.models.choice import Choice, ChoiceWeight
from zhanggui.fulfilment.models.collection import Collected, CollectedCount
from zhanggui.fulfilment.models.courier import AccountCarrier, CarrierArea, CarrierRule, WarehouseCarrier
from zhanggui.fulfilment.models.freight import FreightTable, FreightZone
from zhanggui.fulfilment.models.incident import Incident, IncidentPhoto
from zhanggui.fulfilment.models.intercept import Intercept
from zhanggui.fulfilment.models.manifest import Manifest, ManifestDifference, ManifestParcel
from zhanggui.fulfilment.models.merging import GroupedShop, MergeGroup
from zhanggui.fulfilment.models.outside import (
    Crate,
    CrateRule,
    CrateTimes,
    CrateTrip,
    FreightLine,
    FreightRun,
    FreightStation,
)
from zhanggui.fulfilment.models.override import Override
from zhanggui.fulfilment.models.paper_template import NotePause, PaperLogo, SavedTemplate
from zhanggui.fulfilment.models.parcel import Parcel, ParcelLine
from zhanggui.fulfilment.models.print_job import PrintDocument, PrintJob, TablePrinter
from zhanggui.fulfilment.models.region import Capacity, ServiceRegion
from zhanggui.fulfilment.models.scan import Scan
from zhanggui.fulfilment.models.sending import Sending
from zhanggui.fulfilment.models.shift import ShiftSheet
from zhanggui.fulfilment.models.sorting import Sort
from zhanggui.fulfilment.models.strategy import WaveStrategy
from zhanggui.fulfilment.models.void_label import VoidLabel
from zhanggui.fulfilment.models.wall import Wall
from zhanggui.fulfilment.models.wave import Pick, Wave
from zhanggui.fulfilment.models.weighing import OddWeight, Packaging, PackUse, SkuWeight, WeighRule, WeightSample
from zhanggui.fulfilment.models.work import WorkHour, WorkSummed

__all__ = [
    "AccountCarrier",
    "BatchEntry",
    "Capacity",
    "CarrierArea",
    "CarrierRule",
    "CashToCollect",
    "Choice",
    "ChoiceWeight",
    "Collected",
    "CollectedCount",
    "Crate",
    "CrateRule",
    "CrateTimes",
    "CrateTrip",
    "FreightLine",
    "FreightRun",
    "FreightStation",
    "FreightTable",
    "FreightZone",
    "GroupedShop",
    "Incident",
    "IncidentPhoto",
    "Intercept",
    "Manifest",
    "ManifestDifference",
    "ManifestParcel",
    "MergeGroup",
    "NotePause",
    "OddWeight",
    "Override",
    "PackUse",
    "Packaging",
    "PaperLogo",
    "Parcel",
    "ParcelLine",
    "Pick",
    "PrintBatch",
    "PrintDay",
    "PrintDocument",
    "PrintJob",
    "PutBack",
    "SavedTemplate",
    "Scan",
    "Sending",
    "ServiceRegion",
    "ShiftSheet",
    "SkuWeight",
    "Sort",
    "TablePrinter",
    "VoidLabel",
    "Wall",
    "WarehouseCarrier",
    "Wave",
    "WaveStrategy",
    "WeighRule",
    "WeightSample",
    "WorkHour",
    "WorkSummed",
]
