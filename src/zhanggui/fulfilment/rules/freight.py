"""What a carrier asks for a parcel: zone, chargeable weight, bands or first and continued weight, remote surcharge."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from zhanggui.fulfilment.rules.areas import Area, around, is_within, key_of
from zhanggui.kernel.refusal import Refusal

NOTHING = Decimal("0.00")
ALWAYS = Decimal(1)
"""The volume counts whenever it is more than the weight."""
MOST_DIGITS = 8
MOST_TIMES = 10


class AreaNotPriced(Refusal):
    """Freight table {table} has no price for {area}."""


class AreaNotDelivered(Refusal):
    """Freight table {table} says that {area} is not delivered to."""


class ZoneWithoutSteps(Refusal):
    """Zone {zone} needs a first weight and a continued weight above zero."""


class BandsOutOfOrder(Refusal):
    """The weight bands of zone {zone} must rise, in weight and in price."""


class FreightFalls(Refusal):
    """In zone {zone} a heavier parcel would cost less: after the last band the price falls to {fee}."""


class AreaTwice(Refusal):
    """{area} stands in two zones."""


class Band(NamedTuple):
    """A flat fee up to and with this weight."""

    up_to_g: int
    fee: Decimal


class Zone(NamedTuple):
    """Areas with one price. `days` is what the carrier promises; a zone may say that nobody delivers there."""

    name: str
    areas: tuple[Area, ...]
    first_g: int = 1000
    first_fee: Decimal = NOTHING
    step_g: int = 1000
    step_fee: Decimal = NOTHING
    bands: tuple[Band, ...] = ()
    days: int | None = None
    is_served: bool = True


class Table(NamedTuple):
    """A contract with a carrier. A divisor of 0 asks nothing for volume, which counts where it is more than
    `volume_above` times the weight; `rounding_g` rounds the chargeable weight up before continued weight is counted,
    bands take it as it is."""

    name: str
    carrier: str
    zones: tuple[Zone, ...]
    divisor: int = 0
    rounding_g: int = 0
    remote_areas: tuple[Area, ...] = ()
    remote_fee: Decimal = NOTHING
    warehouse_id: int | None = None
    volume_above: Decimal = ALWAYS


class Quote(NamedTuple):
    """What the parcel costs, and why."""

    fee: Decimal
    charge_g: int
    zone: str
    remote_fee: Decimal
    days: int | None


def quote(table: Table, area: Area, *, grams: int, volume_cm3: int = 0) -> Quote:
    """The price of a parcel to `area`. Raises AreaNotPriced or AreaNotDelivered."""
    zone = zone_of(table, area)
    if zone is None:
        raise AreaNotPriced(table=table.name, area=str(area))
    if not zone.is_served:
        raise AreaNotDelivered(table=table.name, area=str(area))
    charge = chargeable(grams, volume_cm3, table.divisor, table.volume_above)
    remote = table.remote_fee if is_within(area, table.remote_areas) else NOTHING
    return Quote(fee_of(zone, charge, table.rounding_g) + remote, charge, zone.name, remote, zone.days)


def table_for(tables: Sequence[Table], carrier: str, warehouse_id: int) -> Table | None:
    """The carrier's price list for this warehouse, or else for all."""
    own = [table for table in tables if table.carrier == carrier and table.warehouse_id in (warehouse_id, None)]
    return max(own, key=lambda table: table.warehouse_id is not None, default=None)


def zone_of(table: Table, area: Area) -> Zone | None:
    """The zone that names the most exact part of the address."""
    named = {key_of(each): zone for zone in table.zones for each in zone.areas}
    return next((named[part] for part in around(area) if part in named), None)


def chargeable(grams: int, volume_cm3: int, divisor: int, volume_above: Decimal = ALWAYS) -> int:
    """The weight that is paid for: what the scale says, or the volume in cm³ by the divisor in kg, if that is more
    than so many times as much."""
    volumetric = -(-volume_cm3 * 1000 // divisor) if divisor else 0
    return volumetric if volumetric > grams * volume_above else grams


def fee_of(zone: Zone, charge_g: int, rounding_g: int = 0) -> Decimal:
    """The fee of one weight in one zone."""
    for band in zone.bands:
        if charge_g <= band.up_to_g:
            return band.fee
    rounded = -(-charge_g // rounding_g) * rounding_g if rounding_g else charge_g
    steps = max(0, -(-(rounded - zone.first_g) // zone.step_g))
    return zone.first_fee + steps * zone.step_fee


def check_zones(zones: Sequence[Zone], *, rounding_g: int = 0) -> None:
    """Every area has one price, and a heavier parcel never costs less. Raises the refusal that says where."""
    named: set[Area] = set()
    for zone in zones:
        for area in map(key_of, zone.areas):
            if area in named:
                raise AreaTwice(area=str(area))
            named.add(area)
        if zone.is_served:
            _check_prices(zone, rounding_g)


def _check_prices(zone: Zone, rounding_g: int) -> None:
    if zone.first_g <= 0 or zone.step_g <= 0:
        raise ZoneWithoutSteps(zone=zone.name)
    for lower, higher in zip(zone.bands, zone.bands[1:], strict=False):
        if lower.up_to_g >= higher.up_to_g or lower.fee > higher.fee:
            raise BandsOutOfOrder(zone=zone.name)
    if zone.bands:
        over = fee_of(zone, zone.bands[-1].up_to_g + 1, rounding_g)
        if over < zone.bands[-1].fee:
            raise FreightFalls(zone=zone.name, fee=over)
