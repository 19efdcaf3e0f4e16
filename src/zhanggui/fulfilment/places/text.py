"""Areas, points and freight zones as people paste them, and as they are shown again to be changed."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from zhanggui.fulfilment.rules.areas import Area, read_area
from zhanggui.fulfilment.rules.freight import Band, Zone
from zhanggui.kernel.refusal import Refusal

NOT_DELIVERED = "-"
_PARTS, _WITH_PRICE = 8, 6
_AREAS = re.compile(r"[、,，;；\s]+")
_PARTED = re.compile(r"[|｜\t]")
_MOST_KG, _MOST_FEE = 10_000, 1_000_000


class LineNotUnderstood(Refusal):
    """This line is not understood: {line}"""


def read_areas(text: str) -> list[Area]:
    """One a line, or several divided by commas; words divided by spaces are province, city and district."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if re.search(r"[、,，;；]", line):
            found += [read_area(part) for part in _AREAS.split(line) if part]
        else:
            found.append(read_area("/".join(line.split()) if "/" not in line else line))
    return found


def read_points(text: str) -> list[tuple[Area, int]]:
    """Lines such as 浙江省/杭州市 80. Raises LineNotUnderstood or AreaUnclear."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        *words, points = line.split()
        if not words or not re.fullmatch(r"-?[0-9]{1,6}", points):
            raise LineNotUnderstood(line=line)
        area = read_area("/".join(words))
        if area.district:
            raise LineNotUnderstood(line=line)
        found.append((area, int(points)))
    return found


def read_zones(text: str) -> list[Zone]:
    """A zone a line. Raises LineNotUnderstood or AreaUnclear."""
    return [_read_zone(line) for line in text.splitlines() if line.strip()]


def _read_zone(line: str) -> Zone:
    parts = [part.strip() for part in _PARTED.split(line.strip())]
    if len(parts) < 2 or len(parts) > _PARTS or not parts[0]:
        raise LineNotUnderstood(line=line)
    areas = tuple(read_area(part) for part in _AREAS.split(parts[1]) if part)
    if not areas:
        raise LineNotUnderstood(line=line)
    if len(parts) > 2 and parts[2] == NOT_DELIVERED:
        return Zone(parts[0], areas, is_served=False)
    parts += [""] * (_PARTS - len(parts))
    try:
        first_kg, first_fee, step_kg, step_fee = parts[2:_WITH_PRICE]
        days = int(parts[6]) if parts[6] else None
        bands = tuple(_band(part) for part in parts[7].split())
        return Zone(
            parts[0], areas, _grams(first_kg), _fee(first_fee), _grams(step_kg), _fee(step_fee), bands, days
        )  # fmt: skip
    except (ValueError, InvalidOperation):
        raise LineNotUnderstood(line=line) from None


def _band(text: str) -> Band:
    kilos, colon, fee = text.replace("：", ":").partition(":")
    if not colon:
        raise ValueError(text)
    return Band(_grams(kilos), _fee(fee))


def _fee(text: str) -> Decimal:
    """Yuan, to the fen."""
    return _exact(text, Decimal("0.01"), most=_MOST_FEE)


def _grams(kilos: str) -> int:
    return int(_exact(kilos, Decimal("0.001"), most=_MOST_KG) * 1000)


def _exact(text: str, step: Decimal, *, most: int) -> Decimal:
    """The number, which is neither below zero nor absurd, and has no more digits than `step`. Raises ValueError."""
    number = Decimal(text)
    if not number.is_finite() or not 0 <= number <= most or number != number.quantize(step):
        raise ValueError(text)
    return number.quantize(step)


def write_areas(areas: Iterable[Area]) -> str:
    return "\n".join(map(str, areas))


def write_zones(zones: Iterable[Zone]) -> str:
    """What `read_zones` reads, for someone to change."""
    return "\n".join(map(_write_zone, zones))


def _write_zone(zone: Zone) -> str:
    areas = "、".join(map(str, zone.areas))
    if not zone.is_served:
        return f"{zone.name} | {areas} | {NOT_DELIVERED}"
    bands = " ".join(f"{_kilos(band.up_to_g)}:{band.fee}" for band in zone.bands)
    days = "" if zone.days is None else zone.days
    price = f"{_kilos(zone.first_g)} | {zone.first_fee} | {_kilos(zone.step_g)} | {zone.step_fee}"
    return f"{zone.name} | {areas} | {price} | {days} | {bands}".rstrip(" |")


def _kilos(grams: int) -> str:
    return f"{Decimal(grams) / 1000:f}"
