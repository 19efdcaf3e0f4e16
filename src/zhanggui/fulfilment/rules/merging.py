"""Which planned parcels may travel as one, and the sentence when they may not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

_NEVER = datetime.max.replace(tzinfo=UTC)


class NotPlannedAnyMore(Refusal):
    """Parcel {number} is {state}; only planned parcels are merged."""


class ReceiverHidden(Refusal):
    """Nobody can tell who gets parcel {number}; it is not merged."""


class OtherReceiver(Refusal):
    """Parcel {number} goes to a receiver of its own."""


class OtherShop(Refusal):
    """Parcel {number} is of a shop that may not share parcels with {other}. Put both into one merge group first."""


class OtherPayment(Refusal):
    """Parcel {number} is paid for in another way: cash on delivery never travels with what is paid."""


class OtherWarehouse(Refusal):
    """Parcel {number} leaves from another warehouse than {other}."""


class OtherCarrier(Refusal):
    """Parcels {number} and {other} are asked to go with different carriers."""


class AlreadySplitOff(Refusal):
    """Parcel {number} was merged and then split. Join what was split off first."""


class Labelled(Refusal):
    """An order of parcel {number} carries a label, so it is not merged by itself."""


class TooMuchForOne(Refusal):
    """Parcel {number} and {other} together are more than one parcel may hold."""


class TravelsTogether(Refusal):
    """Order {number} travels with {other}, which is not in its parcel. Merge them, or settle that request anew."""


class NotAutomatic(Refusal):
    """This shop does not merge by itself."""


class Limits(NamedTuple):
    """What one parcel may hold."""

    orders: int
    units: int
    grams: int


class Group(NamedTuple):
    """A merge group of shops, as far as merging cares. A shop in none is a group of its own, id 0."""

    id: int = 0
    is_automatic: bool = False
    ships_partly: bool = False
    limits: Limits = Limits(1_000, 100_000, 100_000_000)


ALONE = Group()


class Way(NamedTuple):
    """With whom a part goes, and why it has to: what its orders asked for, or that a person gave it this carrier."""

    carrier: str
    asked: str
    is_given: bool


class Part(NamedTuple):
    """A planned parcel, as far as merging cares.

    `asked`: the carrier that people or rules want for its orders; `is_given`: a person gave the parcel its carrier.
    """

    parcel_id: int
    number: str
    key: bytes
    shop_id: int
    warehouse_id: int
    carrier: str
    payment: str
    orders: int
    units: int
    grams: int
    ship_by: datetime | None = None
    is_labelled: bool = False
    group: Group = ALONE
    asked: str = ""
    is_given: bool = False

    @property
    def together(self) -> tuple[object, ...]:
        """Equal for parts that may be merged: receiver, shops that share, type, warehouse.

        The type of an order is its payment mode, which is also what makes it a pre-sale: paid at once, a deposit and a
        tail, or cash on delivery. The carrier is chosen for the whole, so it keeps nobody apart by itself.
        """
        shops = (self.group.id, 0 if self.group.id else self.shop_id)
        return (self.key, *shops, self.payment, self.warehouse_id)

    @property
    def way(self) -> Way:
        return Way(self.carrier, self.asked, self.is_given)


def why_apart(part: Part, other: Part) -> Refusal | None:
    """The first thing that forbids these two to travel as one, whoever asks; nothing when they may."""
    if not part.key:
        return ReceiverHidden(number=part.number)
    if part.key != other.key:
        return OtherReceiver(number=part.number)
    if part.shop_id != other.shop_id and (not part.group.id or part.group.id != other.group.id):
        return OtherShop(number=part.number, other=other.number)
    if part.payment != other.payment:
        return OtherPayment(number=part.number)
    if part.warehouse_id != other.warehouse_id:
        return OtherWarehouse(number=part.number, other=other.number)
    if not _may_share(part.way, other.way):
        return OtherCarrier(number=part.number, other=other.number)
    return None


def _may_share(way: Way, other: Way) -> bool:
    """One carrier may take both: the one a person gave, the only one asked for, or whoever is best."""
    if way.is_given or other.is_given:
        return way.carrier == other.carrier
    return not way.asked or not other.asked or way.asked == other.asked


def part_by_wish(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts that one carrier may take, each in the order given; who asks for none goes with the first that may."""
    alike: dict[Way, list[tuple[int, Part]]] = {}
    for place, part in enumerate(parts):
        alike.setdefault(part.way, []).append((place, part))
    lanes: list[list[Way]] = []
    for way in sorted(alike, key=lambda way: (not way.is_given, not way.asked)):
        lane = next((lane for lane in lanes if all(_may_share(way, other) for other in lane)), None)
        if lane is None:
            lanes.append([way])
        else:
            lane.append(way)
    return [[part for _, part in sorted(one for way in lane for one in alike[way])] for lane in lanes]


def part_by_carrier(parts: Sequence[Part]) -> list[tuple[Part, ...]]:
    """What may still go together when nobody takes the whole: two or more that go with one carrier already."""
    by_carrier: dict[str, list[Part]] = {}
    for part in parts:
        by_carrier.setdefault(part.carrier, []).append(part)
    return [tuple(same) for same in by_carrier.values() if 1 < len(same) < len(parts)]


def why_not_by_itself(part: Part, other: Part) -> Refusal | None:
    """What keeps these two from being merged while planning; some of it a person may overrule."""
    if apart := why_apart(part, other):
        return apart
    if not part.group.is_automatic:
        return NotAutomatic()
    for one in (part, other):
        if one.is_labelled:
            return Labelled(number=one.number)
    if not fits([part, other], part.group.limits):
        return TooMuchForOne(number=part.number, other=other.number)
    return None


class _Load(NamedTuple):
    """What is in a box so far."""

    orders: int
    units: int
    grams: int

    def plus(self, other: "_Load") -> "_Load":
        return _Load(self.orders + other.orders, self.units + other.units, self.grams + other.grams)

    def is_within(self, limits: Limits) -> bool:
        return self.orders <= limits.orders and self.units <= limits.units and self.grams <= limits.grams


_EMPTY = _Load(0, 0, 0)
_MOST_OPEN = 20


def fits(parts: Sequence[Part], limits: Limits) -> bool:
    """Whether one parcel may hold all of them."""
    return (
        sum(part.orders for part in parts) <= limits.orders
        and sum(part.units for part in parts) <= limits.units
        and sum(part.grams for part in parts) <= limits.grams
    )


def merge_by_itself(parts: Iterable[Part]) -> list[tuple[Part, ...]]:
    """Parcels to be made one while planning, the head first: the oldest takes the others in, nearest deadline first.

    What does not fit into the first parcel fills a second, and so on; nothing is split for it.
    """
    alike: dict[tuple[object, ...], list[Part]] = {}
    for part in sorted(parts, key=lambda part: (part.ship_by or _NEVER, part.parcel_id)):
        if part.key and not part.is_labelled and part.group.is_automatic:
            alike.setdefault(part.together, []).append(part)
    lanes = [lane for same in alike.values() if len(same) > 1 for lane in part_by_wish(same)]
    boxes = [box for lane in lanes for box in _filled(lane)]
    return [oldest_first(box) for box in boxes if len(box) > 1]


def _filled(parts: Sequence[Part]) -> list[list[Part]]:
    """Each part in the first box with room. A box into which not even the smallest of them fits is looked at no more,
    nor are old ones while many are open: a receiver of thousands of parcels costs no more than thousands of receivers.
    """
    limits = parts[0].group.limits
    least = _Load(*(min(column) for column in zip(*map(_load, parts), strict=True)))
    boxes: list[list[Part]] = []
    open_boxes: dict[int, _Load] = {}
    for part in parts:
        own = _load(part)
        place = next((place for place, load in open_boxes.items() if load.plus(own).is_within(limits)), len(boxes))
        if place == len(boxes):
            boxes.append([])
        boxes[place].append(part)
        load = open_boxes.get(place, _EMPTY).plus(own)
        if load.plus(least).is_within(limits):
            open_boxes[place] = load
            if len(open_boxes) > _MOST_OPEN:
                del open_boxes[min(open_boxes)]
        else:
            open_boxes.pop(place, None)
    return boxes


def _load(part: Part) -> _Load:
    return _Load(part.orders, part.units, part.grams)


def merge_by_hand(parts: Sequence[Part]) -> tuple[list[tuple[Part, ...]], dict[int, Refusal]]:
    """The chosen parcels, put together by receiver, and why some stay alone. Limits and labels do not bind a person."""
    found: dict[tuple[object, ...], list[Part]] = {}
    for part in parts:
        found.setdefault(part.together, []).append(part)
    lanes = [lane for (key, *_), same in found.items() if key for lane in part_by_wish(same)]
    groups = [oldest_first(lane) for lane in lanes if len(lane) > 1]
    taken = {part.parcel_id for group in groups for part in group}
    refused = {part.parcel_id: _why_alone(part, parts) for part in parts if part.parcel_id not in taken}
    return groups, refused


def _why_alone(part: Part, parts: Sequence[Part]) -> Refusal:
    """What keeps it from the nearest other part: one to the same receiver if there is any."""
    others = sorted((one for one in parts if one is not part), key=lambda one: (one.key != part.key, one.parcel_id))
    why = why_apart(part, others[0]) if others else None
    return why or OtherReceiver(number=part.number)


def oldest_first(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The head of a merge is its oldest parcel: its number is the one already known."""
    return tuple(sorted(parts, key=lambda part: part.parcel_id))


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """A merged parcel must leave when the first of its parts must."""
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None


def why_separate(parts: Mapping[int, Part]) -> dict[int, Refusal | None]:
    """For each of these parcels to one receiver, why it has not been merged with the first of the others."""
    ordered = sorted(parts.values(), key=lambda part: part.parcel_id)
    return {
        part.parcel_id: next((why_not_by_itself(part, other) for other in ordered if other is not part), None)
        for part in ordered
    }
