"""Why a parcel goes from this warehouse with this carrier, as its sheet shows it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.fulfilment.models import FreightTable, Parcel
from zhanggui.fulfilment.places.books import table_of
from zhanggui.fulfilment.places.text import write_areas
from zhanggui.fulfilment.places.trying import part_label, reason_words
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.freight import Zone
from zhanggui.fulfilment.sheet_reads import reads_of
from zhanggui.kernel.actor import Actor

Row = Mapping[str, Any]


def parcel_choice(parcel: Parcel, actor: Actor) -> Row:
    """The winner, the nearest other, and who was left out; nothing when there was nothing to choose."""
    choice = reads_of(parcel).choice
    if choice is None:
        return {"rows": []}
    names = reads_of(parcel).warehouses
    told = choice.told
    was = f"{names.get(choice.was_warehouse_id or 0, '')} · {carrier_label(choice.was_carrier)}"
    rows = []
    if "warehouse" in told:
        rows.append(_shown(told, names) | {"is_best": True})
    if "loser" in told:
        rows.append(_shown(told["loser"], names) | {"behind": told.get("by")})
    rows += [_shown(left_out, names) for left_out in told.get("out", ())]
    return {
        "rows": rows,
        "gave_up": _gave_up(told["gave_up"], names) if "gave_up" in told else None,
        "is_short": told.get("short", False),
        "is_late": "late_days" in told and "short" not in told,
        "chosen_by": choice.chosen_by,
        "chosen_at": choice.chosen_at,
        "was": was if choice.was_warehouse_id else "",
    }


def _gave_up(told: Row, names: Mapping[int, str]) -> dict[str, Any]:
    """What a rule asked for and could not have, and why."""
    asked = [names.get(told["warehouse"] or 0, ""), carrier_label(told["carrier"]) if told["carrier"] else ""]
    return {"asked": " · ".join(filter(None, asked)), "reasons": [reason_words(*reason) for reason in told["out"]]}


def _shown(told: Row, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "warehouse": names.get(told["warehouse"], ""),
        "carrier": carrier_label(told["carrier"]),
        "fee": Decimal(told["fee"]) if "fee" in told else None,
        "days": told.get("days"),
        "late_days": told.get("late_days", 0),
        "charge_g": told.get("charge_g"),
        "total": told.get("total", ""),
        "parts": [(part_label(name), points) for name, points in told.get("parts", {}).items()],
        "reasons": [reason_words(code, data) for code, data in told.get("out", ())],
        "is_best": False,
        "behind": None,
    }


def freight_facts(table: FreightTable, actor: Actor) -> Row:
    return {
        "carrier": carrier_label(table.carrier),
        "warehouse": table.warehouse.name if table.warehouse else "",
        "divisor": table.divisor,
        "volume_above": f"{table.volume_above.normalize():f}" if table.divisor else "",
        "rounding_g": table.rounding_g,
        "remote_fee": table.remote_fee,
        "remote_areas": "、".join(table.remote_areas),
    }


def freight_zones(table: FreightTable, actor: Actor) -> Sequence[Row]:
    return [_zone_row(zone) for zone in table_of(table).zones]


def _zone_row(zone: Zone) -> Row:
    areas = write_areas(zone.areas).replace("\n", "、")
    if not zone.is_served:
        return {"name": zone.name, "areas": areas, "price": "–", "bands": "", "days": None}
    return {
        "name": zone.name,
        "areas": areas,
        "price": f"{zone.first_g} g {zone.first_fee} + {zone.step_g} g {zone.step_fee}",
        "bands": " ".join(f"≤{band.up_to_g} g {band.fee}" for band in zone.bands),
        "days": zone.days,
    }
