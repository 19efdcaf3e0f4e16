"""What the pages of a parcel and a wave show."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import mark_safe

from zhanggui.fulfilment.columns import PARCEL_TONES, collect_left, time_left
from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.papers import name_of, pick_rows
from zhanggui.fulfilment.places.charging import measure_of
from zhanggui.fulfilment.queries import carrier_label, stops_asked
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.said import said_in
from zhanggui.fulfilment.sheet_reads import reads_of
from zhanggui.fulfilment.states import LIVE, ParcelState
from zhanggui.fulfilment.weighing.packing import packing_of
from zhanggui.fulfilment.worth import parcel_worths_of
from zhanggui.kernel.actor import Actor
from zhanggui.orders.receivers.shown import masked_receiver
from zhanggui.papers.barcodes import code128_svg
from zhanggui.ui.links import sheet_link

Row = Mapping[str, Any]


def parcel_facts(parcel: Parcel, actor: Actor) -> Row:
    said = said_in(parcel, reads_of(parcel).lines)
    measure = measure_of(parcel, reads_of(parcel).lines, reads_of(parcel).contracts)
    wave = f"{parcel.wave.number} / {parcel.cell}" if parcel.wave else ""
    return {
        "order": [
            link for pk, number in _orders_in(parcel).items() for link in sheet_link("orders", pk, number, actor)
        ],
        "related": [
            link for pk, number in reads_of(parcel).related.items() for link in sheet_link("parcels", pk, number, actor)
        ],
        "cash": sum(reads_of(parcel).cash) or None,
        "worth": parcel_worths_of([parcel.pk])[parcel.pk].amount,
        "shop": parcel.shop.name,
        "warehouse": parcel.warehouse.name,
        "carrier": carrier_label(parcel.carrier),
        "wave": sheet_link("waves", parcel.wave_id, wave, actor),
        "ship_by": parcel.ship_by,
        "left": time_left(vars(parcel)),
        "collect_by": parcel.collect_by,
        "collect_left": collect_left(vars(parcel)),
        "verified": [parcel.units_verified, parcel.units],
        "expected_g": parcel.expected_g or None,
        "weighed_g": parcel.weighed_g,
        "volume_cm3": measure.volume_cm3 or None,
        "charged_g": measure.charged_g,
        **packing_of(parcel),
        "prints": parcel.prints,
        "shipped_by": parcel.shipped_by,
        "message": said.message,
        "remark": said.memo,
        "stopped": stop_words(parcel.stop_reason),
    }


def _orders_in(parcel: Parcel) -> dict[int, str]:
    """The orders with pieces in it; an empty one still names the order it was planned for."""
    orders = [line.order_line.order for line in reads_of(parcel).lines]
    return {order.pk: order.number for order in orders} or {parcel.order_id: parcel.order.number}


def parcel_lines(parcel: Parcel, actor: Actor) -> Sequence[Row]:
    codes: dict[int | None, list[str]] = {}
    for code in reads_of(parcel).codes:
        codes.setdefault(code.cause_id, []).append(code.code)
    return [
        {
            "codes": ", ".join(codes.get(line.pk, ())),
            "sku": sheet_link("skus", line.sku_id, line.sku.code, actor),
            "name": " ".join(filter(None, [name_of(line), line.sku.spec])),
            "order": sheet_link("orders", line.order_line.order_id, line.order_line.order.number, actor),
            "quantity": line.quantity,
            "picked": line.picked,
            "verified": line.verified,
        }
        for line in reads_of(parcel).lines
    ]


def parcel_picks(parcel: Parcel, actor: Actor) -> Sequence[Row]:
    return [
        {
            "bin": pick.location.code,
            "sku": sheet_link("skus", pick.sku_id, pick.sku.code, actor),
            "lot": pick.lot,
            "quantity": pick.quantity,
            "state": pick.state,
        }
        for pick in reads_of(parcel).picks
    ]


def parcel_scans(parcel: Parcel, actor: Actor) -> Sequence[Row]:
    """The latest scans of this waybill at the verifying tables, refused ones too."""
    return [
        {
            "at": scan.at,
            "result": scan.result,
            "barcode": scan.barcode,
            "sku": sheet_link("skus", scan.sku_id, scan.sku.code if scan.sku else "", actor),
            "code": scan.code,
            "checked_by": scan.checked_by,
            "counted": f"{scan.verified_before} → {scan.verified_after}" if scan.sku else "",
            "actor": scan.actor,
            "station": scan.station,
        }
        for scan in reads_of(parcel).scans
    ]


def parcel_waybill(parcel: Parcel, actor: Actor) -> Row:
    """The number, and its bars to scan from the screen while it is good."""
    is_good = parcel.waybill and parcel.state not in (ParcelState.STOPPED, ParcelState.VOID)
    bars = mark_safe(code128_svg(parcel.waybill)) if is_good else ""
    return {"waybill": parcel.waybill, "bars": bars, "state": ParcelState(parcel.state).label}


def parcel_receiver(parcel: Parcel, actor: Actor) -> Row:
    """Masked, as on the page of its order; who may see the whole words asks for them there and here."""
    return masked_receiver(parcel.order, actor)


def wave_facts(wave: Wave, actor: Actor) -> Row:
    return {
        "warehouse": wave.warehouse.name,
        "carrier": carrier_label(wave.carrier),
        "kind": wave.get_kind_display(),
        "strategy": wave.strategy.name if wave.strategy else "",
        "zone": wave.zone,
        "means": wave.get_means_display(),
        "labels_at_table": wave.labels_at_table,
        "wall": wave.wall.code if wave.wall else "",
        "parcel_count": wave.parcel_count,
        "units": wave.units,
        "built_by": wave.built_by,
        "built_at": wave.built_at,
        "printed_at": wave.printed_at,
        "picked_at": wave.picked_at,
        "picked_by": wave.picked_by,
    }


def wave_picks(wave: Wave, actor: Actor) -> Sequence[Row]:
    return [
        {
            "bin": row.bin,
            "sku": row.sku_code,
            "name": " ".join(filter(None, [row.name, row.spec])),
            "quantity": row.quantity,
            "cells": ", ".join(f"{share.cell}×{share.quantity}" for share in row.cells),
        }
        for row in pick_rows(wave.pk)
    ]


def wall_of(wave: Wave, actor: Actor) -> Row:
    """The wall cell by cell, coloured by the state of its parcel; a parcel kicked out leaves its cell free.

    A parcel that must stop is red from the moment its order says so.
    """
    parcels = list(Parcel.objects.visible_to(actor).filter(wave=wave).order_by("cell"))
    asked = stops_asked(parcel.pk for parcel in parcels if parcel.state in LIVE)
    cells = [
        {
            "cell": parcel.cell,
            "link": f"/sheet/parcels/{parcel.pk}/",
            "waybill": parcel.waybill or parcel.number,
            "label": ParcelState(parcel.state).label,
            "tone": PARCEL_TONES[ParcelState.STOPPED if parcel.pk in asked else parcel.state],
            "units": parcel.units,
            "verified": parcel.units_verified,
            "reason": stop_words(asked.get(parcel.pk, parcel.stop_reason)),
        }
        for parcel in parcels
    ]
    return {"cells": cells}
