"""Where carriers deliver: what is said of an area and those around it, of one carrier and of all."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from zhanggui.fulfilment.rules.areas import Area, around, key_of
from zhanggui.fulfilment.rules.freight import Table, table_for, zone_of
from zhanggui.kernel.refusal import Refusal

ALL = ""
"""The carrier under which stands what is said of all of them."""

Said = TypeVar("Said")


class Unreachable(Refusal):
    """{carrier} does not deliver to {area}."""


class StationStopped(Refusal):
    """{carrier} has stopped its station in {area}: {reason}"""


class Stop(NamedTuple):
    """A carrier, or every one, takes nothing for an area now."""

    carrier: str
    area: Area
    reason: str


class Reach:
    """What is written down of areas. The keys of `areas` are those of `key_of`."""

    def __init__(
        self, areas: Mapping[str, Mapping[Area, bool]], stops: Iterable[Stop], tables: Iterable[Table] = ()
    ) -> None:
        self._areas = areas
        self._tables = list(tables)
        self._stops: dict[str, dict[Area, Stop]] = {}
        for stop in stops:
            self._stops.setdefault(stop.carrier, {})[key_of(stop.area)] = stop

    def blocked(self, carrier: str, area: Area) -> Refusal | None:
        """Why the carrier takes nothing to the area, as far as areas and stops say."""
        if _nearest(self._areas, carrier, area) is False:
            return Unreachable(carrier=carrier, area=str(area))
        if stop := _nearest(self._stops, carrier, area):
            return StationStopped(carrier=carrier, area=str(stop.area), reason=stop.reason)
        return None

    def goes(self, warehouse_id: int, carrier: str, area: Area) -> bool:
        """Whether the carrier takes anything from the warehouse to the area; a zone not delivered to counts, too."""
        if self.blocked(carrier, area):
            return False
        table = table_for(self._tables, carrier, warehouse_id)
        zone = zone_of(table, area) if table else None
        return zone is None or zone.is_served


def _nearest(said: Mapping[str, Mapping[Area, Said]], carrier: str, area: Area) -> Said | None:
    """What is said of the most exact part of the area; of equals the carrier's own word."""
    books = [said[each] for each in (carrier, ALL) if each in said]
    for part in around(area):
        for book in books:
            if part in book:
                return book[part]
    return None
