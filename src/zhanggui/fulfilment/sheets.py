"""The page of one parcel and of one wave."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import PARCEL_TONES, WAVE_TONES, marks_in
from zhanggui.fulfilment.desks import FreightTableDesk, ParcelDesk, WaveDesk
from zhanggui.fulfilment.incidents.sheets import IncidentSheet
from zhanggui.fulfilment.manifests.sheets import ManifestSheet
from zhanggui.fulfilment.models import FreightTable, Parcel, Wave
from zhanggui.fulfilment.places.shown import freight_facts, freight_zones, parcel_choice
from zhanggui.fulfilment.said import said_in
from zhanggui.fulfilment.sheet_reads import reads_of
from zhanggui.fulfilment.sheet_rows import (
    parcel_facts,
    parcel_lines,
    parcel_picks,
    parcel_receiver,
    parcel_scans,
    parcel_waybill,
    wall_of,
    wave_facts,
    wave_picks,
)
from zhanggui.fulfilment.shifts.sheets import ShiftSheetSheet
from zhanggui.fulfilment.shortages.sheets import ShortSkuSheet
from zhanggui.fulfilment.states import LIVE, ParcelState, PickState, ScanResult
from zhanggui.fulfilment.weighing.sheets import LearnedWeightSheet
from zhanggui.kernel.actor import Actor
from zhanggui.orders.desks.chips import stop_chips
from zhanggui.ui.desk import Column
from zhanggui.ui.desk.columns import Tone
from zhanggui.ui.sheet import Badge, Fields, Lines, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of

__all__ = [
    "FreightTableSheet",
    "IncidentSheet",
    "LearnedWeightSheet",
    "ManifestSheet",
    "ParcelSheet",
    "ShiftSheetSheet",
    "ShortSkuSheet",
    "WaveSheet",
]

SCAN_TONES: dict[str, Tone] = {
    "piece_ok": "good",
    "parcel_done": "good",
    "unknown_waybill": "bad",
    "wrong_barcode": "bad",
    "already_scanned": "warn",
    "too_many": "bad",
    "stopped": "bad",
    "void": "bad",
    "not_picked": "warn",
    "undone": "muted",
    "one_by_one": "bad",
    "code_due": "bad",
    "code_gone": "warn",
    "lot_due": "info",
    "wrong_lot": "bad",
    "inspection_due": "bad",
    "none_waiting": "warn",
}
PICK_TONES: dict[str, Tone] = {
    "to_pick": "info",
    "taken": "info",
    "picked": "good",
    "put_back": "warn",
    "cancelled": "muted",
}


class ParcelSheet(Sheet):
    desk = ParcelDesk
    sections = [
        Fields(
            _("Parcel"),
            [
                Column("order", _("Order no."), kind="links"),
                Column("related", _("Merged and split"), kind="links"),
                Column("worth", _("Worth of the goods"), kind="money"),
                Column("cash", _("Cash to collect"), kind="money"),
                Column("shop", _("Shop")),
                Column("warehouse", _("Warehouse")),
                Column("carrier", _("Carrier")),
                Column("wave", _("Wave and cell"), kind="links"),
                Column("ship_by", _("Ship by"), kind="moment"),
                Column("left", _("Time left"), kind="chips"),
                Column("collect_by", _("Collect by"), kind="moment"),
                Column("collect_left", _("Until scanned"), kind="chips"),
                Column("verified", _("Verified pieces"), kind="progress"),
                Column("expected_g", _("Expected g"), kind="quantity"),
                Column("weighed_g", _("Weighed g"), kind="quantity"),
                Column("volume_cm3", _("Volume (cm³)"), kind="quantity"),
                Column("charged_g", _("Charged g"), kind="quantity"),
                Column("packaging", _("Packaging")),
                Column("packing_cost", _("Cost of packing"), kind="money", grant="see_cost"),
                Column("crate", _("Crate"), kind="chips"),
                Column("prints", _("Prints"), kind="quantity"),
                Column("shipped_by", _("Shipped by"), "person"),
                Column("message", _("Buyer's message")),
                Column("remark", _("Remark")),
                Column("stopped", _("Stopped for")),
            ],
            read=parcel_facts,
        ),
        Lines(
            _("Lines"),
            [
                Column("sku", _("SKU"), kind="links"),
                Column("name", _("Goods")),
                Column("order", _("Order no."), kind="links"),
                Column("quantity", _("Pieces"), kind="quantity"),
                Column("picked", _("Picked"), kind="quantity"),
                Column("verified", _("Verified"), kind="quantity"),
                Column("codes", _("Unique codes")),
            ],
            read=parcel_lines,
        ),
        Partial(_("Why this warehouse and courier"), "fulfilment/choice.html", read=parcel_choice),
        Lines(
            _("Picks"),
            [
                Column("bin", _("Bin")),
                Column("sku", _("SKU"), kind="links"),
                Column("lot", _("Lot")),
                Column("quantity", _("Pieces"), kind="quantity"),
                Column("state", _("State"), kind="state", states=PickState, tones=PICK_TONES),
            ],
            read=parcel_picks,
        ),
        Lines(
            _("Scans"),
            [
                Column("at", _("At"), kind="moment"),
                Column("result", _("Result"), kind="state", states=ScanResult, tones=SCAN_TONES),
                Column("barcode", _("Barcode")),
                Column("sku", _("SKU"), kind="links"),
                Column("code", _("Code or lot")),
                Column("counted", _("Counted")),
                Column("checked_by", _("Checked by"), "person"),
                Column("actor", _("Who"), "person"),
                Column("station", _("Table")),
            ],
            read=parcel_scans,
        ),
    ]
    side = [
        Partial(_("Waybill"), "fulfilment/waybill.html", read=parcel_waybill),
        Partial(_("Receiver"), "orders/receiver.html", read=parcel_receiver),
    ]

    def badges(self, document: Parcel, actor: Actor) -> Sequence[Badge]:
        reads = reads_of(document)
        asked = [line.order_line.order.stop_reason for line in reads.lines] if document.state in LIVE else []
        return [
            Badge(ParcelState(document.state).label, PARCEL_TONES[document.state]),
            *([Badge(_("Urgent"), "bad")] if said_in(document, reads.lines).is_urgent else []),
            *(Badge(chip["label"], chip["tone"]) for chip in stop_chips(next(filter(None, asked), ""))),
            *(Badge(chip["label"], chip["tone"]) for chip in marks_in(reads.marked)[document.pk]),
        ]

    def timeline(self, document: Parcel, actor: Actor) -> Sequence[Event]:
        return timeline_of([("parcel", [document.pk]), ("wave", [document.wave_id] if document.wave_id else [])])


class WaveSheet(Sheet):
    desk = WaveDesk
    sections = [
        Fields(
            _("Wave"),
            [
                Column("warehouse", _("Warehouse")),
                Column("carrier", _("Carrier")),
                Column("kind", _("Kind")),
                Column("strategy", _("Strategy")),
                Column("zone", _("Bin zone")),
                Column("means", _("Picked with")),
                Column("labels_at_table", _("Labels at the table"), kind="flag"),
                Column("wall", _("Put wall")),
                Column("parcel_count", _("Parcels"), kind="quantity"),
                Column("units", _("Pieces"), kind="quantity"),
                Column("built_by", _("Built by"), "person"),
                Column("built_at", _("Built at"), kind="moment"),
                Column("printed_at", _("Printed at"), kind="moment"),
                Column("picked_at", _("Picked at"), kind="moment"),
                Column("picked_by", _("Picked by"), "person"),
            ],
            read=wave_facts,
        ),
        Partial(_("Cells of the wall"), "fulfilment/wall.html", read=wall_of),
        Lines(
            _("Picks in walking order"),
            [
                Column("bin", _("Bin")),
                Column("sku", _("SKU")),
                Column("name", _("Goods")),
                Column("quantity", _("Pieces"), kind="quantity"),
                Column("cells", _("Cell × pieces")),
            ],
            read=wave_picks,
        ),
    ]

    def badges(self, document: Wave, actor: Actor) -> Sequence[Badge]:
        return [Badge(document.get_state_display(), WAVE_TONES[document.state])]

    def timeline(self, document: Wave, actor: Actor) -> Sequence[Event]:
        return timeline_of([("wave", [document.pk])])


class FreightTableSheet(Sheet):
    desk = FreightTableDesk
    sections = [
        Fields(
            _("Freight table"),
            [
                Column("carrier", _("Carrier")),
                Column("warehouse", _("Warehouse")),
                Column("divisor", _("Volume divisor"), kind="quantity"),
                Column("volume_above", _("Volume counts above × weight")),
                Column("rounding_g", _("Rounded to g"), kind="quantity"),
                Column("remote_fee", _("Remote surcharge"), kind="money"),
                Column("remote_areas", _("Remote areas")),
            ],
            read=freight_facts,
        ),
        Lines(
            _("Zones"),
            [
                Column("name", _("Zone")),
                Column("areas", _("Areas")),
                Column("price", _("First and continued weight")),
                Column("bands", _("Bands")),
                Column("days", _("Days"), kind="quantity"),
            ],
            read=freight_zones,
        ),
    ]

    def timeline(self, document: FreightTable, actor: Actor) -> Sequence[Event]:
        """The facts of this table; other rules have numbers of their own in the same row of facts."""
        found = timeline_of([("place_rule", [document.pk])])
        return [event for event in found if event.data.get("book") == "freighttable"]
