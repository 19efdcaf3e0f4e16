"""What each paper says: frozen values the caller fills from its documents. Moments are shown in local time."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from zhanggui.kernel.refusal import Refusal

Quantity = Decimal | int


class NothingToPrint(Refusal):
    """There is nothing to print."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A receiver or sender, as it may be shown: masked where the carrier offers privacy labels."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """Goods in a parcel: the name as the warehouse knows it."""

    name: str
    quantity: Quantity
    spec: str = ""


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """One own waybill label. Platform e-waybills are printed by the platform's component, never from this.

    `print_number` counts prints of the same waybill: 2 is the first reprint. `sequence` is the place in the print run,
    by which a jammed range is printed again.
    """

    waybill: str
    carrier: str
    receiver: Contact
    sender: Contact
    printed_at: datetime
    big_mark: str = ""
    package_centre: str = ""
    service: str = ""
    collect: str = ""
    goods: tuple[GoodsLine, ...] = ()
    weight: str = ""
    remark: str = ""
    order_numbers: tuple[str, ...] = ()
    wave: str = ""
    cell: str = ""
    parcel_index: int = 1
    parcel_count: int = 1
    print_number: int = 1
    sequence: int | None = None
    message: str = ""
    requests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellShare:
    """How many pieces of a pick row go to which cell of the sorting wall."""

    cell: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class PickRow:
    """One stop of the picker: pieces of one SKU from one bin."""

    bin: str
    sku_code: str
    name: str
    quantity: Quantity
    spec: str = ""
    cells: tuple[CellShare, ...] = ()


@dataclass(frozen=True, slots=True)
class CellRequest:
    """What service agreed with the buyer of the parcel in a cell."""

    cell: str
    text: str


@dataclass(frozen=True, slots=True)
class PickListPaper:
    """A wave's pick list. Rows are printed in the order given: the pick path; below them what buyers asked for."""

    wave: str
    warehouse: str
    carrier: str
    printed_at: datetime
    rows: tuple[PickRow, ...]
    parcel_count: int = 0
    print_number: int = 1
    requests: tuple[CellRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class SortItem:
    """Pieces of one SKU that belong into a parcel."""

    sku_code: str
    name: str
    quantity: Quantity
    spec: str = ""
    bin: str = ""


@dataclass(frozen=True, slots=True)
class SortParcel:
    """One parcel to be sorted, with what service asked for."""

    number: str
    waybill: str
    receiver: str
    items: tuple[SortItem, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SortCell:
    """A cell of the sorting wall and the parcels that meet in it."""

    cell: str
    parcels: tuple[SortParcel, ...]


@dataclass(frozen=True, slots=True)
class SortSheetPaper:
    """A wave's second-sort sheet. Cells are printed in the order given."""

    wave: str
    warehouse: str
    carrier: str
    printed_at: datetime
    cells: tuple[SortCell, ...]
    print_number: int = 1


class NoteCopy(Enum):
    """The copy of a delivery note: white in the box, yellow to the crate maker, red to the driver."""

    WHITE = "white"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """An order line on a delivery note; the price is printed only when the shop asks for prices."""

    sku_code: str
    name: str
    quantity: Quantity
    spec: str = ""
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DeliveryNotePaper:
    """The delivery note of one parcel."""

    parcel_number: str
    shop: str
    receiver: Contact
    lines: tuple[NoteLine, ...]
    printed_at: datetime
    order_numbers: tuple[str, ...] = ()
    carrier: str = ""
    waybill: str = ""
    remark: str = ""
    thanks: str = ""
    print_number: int = 1
    requests: tuple[str, ...] = ()
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """What is missing of one SKU for one order, and why."""

    sku_code: str
    name: str
    order_number: str
    missing: Quantity
    causes: str
    spec: str = ""


@dataclass(frozen=True, slots=True)
class ShortageSlipPaper:
    """A shortage slip 缺货产品联络单. `signed` says who signed it off and when; empty: to be signed on paper."""

    number: str
    opened_by: str
    opened_at: datetime
    printed_at: datetime
    rows: tuple[ShortageRow, ...]
    note: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """One parcel that the van takes."""

    waybill: str
    parcel: str
    place: str
    grams: str
    scanned_at: str


@dataclass(frozen=True, slots=True)
class HandOverGap:
    """One parcel that differs, and why."""

    waybill: str
    parcel: str
    difference: str
    reason: str


class HandOverCopy(Enum):
    """For whom a copy is, by the colour of its paper."""

    WHITE = "white"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class HandOverPaper:
    """A hand-over sheet 交接单: what a carrier takes along, to be signed."""

    number: str
    warehouse: str
    carrier: str
    pickup: str
    state: str
    is_final: bool
    listed: int
    scanned: int
    shipped: int
    closed_by: str
    driver: str
    rows: tuple[HandOverRow, ...]
    gaps: tuple[HandOverGap, ...]
    printed_at: datetime
    print_number: int = 0
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class CrateRow:
    """A parcel given to the crate maker."""

    waybill: str
    goods: str
    pieces: Quantity
    why: str


@dataclass(frozen=True, slots=True)
class CrateListPaper:
    """What went to the crate maker at one time."""

    number: str
    warehouse: str
    given_by: str
    taken_by: str
    out_at: datetime
    due_at: datetime
    rows: tuple[CrateRow, ...]


@dataclass(frozen=True, slots=True)
class FreightRow:
    """A parcel for a freight station; its receiver masked."""

    waybill: str
    receiver: str
    place: str
    goods: str
    weight: str
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class FreightListPaper:
    """What one driver takes to a freight station; the phone masked."""

    number: str
    warehouse: str
    carrier: str
    driver: str
    plate: str
    phone: str
    rows: tuple[FreightRow, ...]
