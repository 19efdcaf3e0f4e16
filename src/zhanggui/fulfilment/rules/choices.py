"""Which warehouse sends, and with which carrier: every candidate is judged for itself, the best of the possible wins.

A candidate's score never depends on the others, so one more that is worse changes nothing. Whoever is there within the
deadline comes before all who are late, whatever the points. Points are fen: a carrier that costs one yuan more has a
hundred points less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from zhanggui.fulfilment.rules.areas import Area, nearest
from zhanggui.fulfilment.rules.carrier_rules import CarrierRule, Goods, verdict_of
from zhanggui.fulfilment.rules.freight import AreaNotDelivered, AreaNotPriced, Quote, Table, quote, table_for
from zhanggui.fulfilment.rules.reach import Reach, StationStopped, Stop, Unreachable
from zhanggui.kernel.refusal import Refusal

UNPRICED = 100_000
"""What a carrier without a price stands behind one that has a price."""
MOST_OUT = 12
"""How many of those left out are kept with a choice."""


class StockMissing(Refusal):
    """The warehouse has {there} of {wanted} pieces."""


class WarehouseFull(Refusal):
    """The warehouse has its {capacity} parcels of today."""


class CarrierForbidden(Refusal):
    """The rule “{rule}” forbids {carrier}."""


class NotWished(Refusal):
    """Another warehouse or carrier was asked for."""


class CarrierNotThere(Refusal):
    """{carrier} does not collect at this warehouse."""


class CarrierGone(Refusal):
    """{carrier} is not installed any more."""


class CollectsNoCash(Refusal):
    """{carrier} does not collect cash at the door."""


class NobodySends(Refusal):
    """No carrier collects at any warehouse of yours."""


class NoWarehouse(Refusal):
    """There is no warehouse that you may plan for."""


class NoPlace(Refusal):
    """No warehouse and carrier can take {number}: {reasons}"""


REASONS: dict[str, type[Refusal]] = {
    reason.code(): reason
    for reason in (
        Unreachable, StationStopped, StockMissing, WarehouseFull, CarrierForbidden, NotWished, CarrierNotThere,
        CarrierGone, CollectsNoCash, NobodySends, NoWarehouse,
    )
}  # fmt: skip
"""Why a candidate was left out, or nobody was there, by the word that is kept."""


class Weights(NamedTuple):
    """How much each part counts. `days_allowed`: a parcel must be there so many days after it must have left; it is
    on time or late. `late_day` is one day more or less among those that are late."""

    region: int = 1
    load: int = 1
    freight: int = 1
    day: int = 10
    late_day: int = 5_000
    days_allowed: int = 4


STANDARD = Weights()


class Case(NamedTuple):
    """What goes into one parcel, and where to. With `holds_stock_in`, the pieces are claimed there already.

    A wish of a person is kept or nothing is sent; one that a rule asked for (`ruled`: warehouse, carrier) gives way.
    """

    key: int
    number: str
    shop_id: int
    shop_carrier: str
    area: Area
    leave_on: date
    needs: Mapping[int, int]
    grams: int = 0
    volume_cm3: int = 0
    category_ids: frozenset[int] = frozenset()
    remark: str = ""
    warehouse_wish: int | None = None
    carrier_wish: str = ""
    holds_stock_in: int | None = None
    ruled: frozenset[str] = frozenset()
    pays_at_door: bool = False

    def without(self, half: str) -> "Case":
        """As if the rule had not asked for this half."""
        freed = self._replace(ruled=self.ruled - {half})
        return freed._replace(warehouse_wish=None) if half == "warehouse" else freed._replace(carrier_wish="")


@dataclass(frozen=True, slots=True)
class Books:
    """What the company wrote down about its warehouses and carriers, what they hold now, who collects no cash.

    Carriers that are not among those `installed` take nothing; None: all are. `warehouse_ids` come in their order of
    priority. A warehouse without carriers of its own sends with the shop's.
    """

    warehouse_ids: Sequence[int]
    today: date
    carriers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    regions: Mapping[int, Mapping[Area, int]] = field(default_factory=dict)
    capacity: Mapping[int, int] = field(default_factory=dict)
    planned: Mapping[int, int] = field(default_factory=dict)
    areas: Mapping[str, Mapping[Area, bool]] = field(default_factory=dict)
    stops: Sequence[Stop] = ()
    tables: Sequence[Table] = ()
    rules: Sequence[CarrierRule] = ()
    weights: Weights = STANDARD
    installed: frozenset[str] | None = None
    without_cash: frozenset[str] = frozenset()
    free: Mapping[tuple[int, int], int] = field(default_factory=dict)


class Candidate(NamedTuple):
    """One warehouse and carrier, judged. With reasons in `out` it cannot be chosen. `late_days` says by how much the
    parcel would miss its deadline; a carrier that promises no day is not late."""

    warehouse_id: int
    carrier: str
    parts: dict[str, int]
    total: int
    fee: Decimal | None
    days: int | None
    out: tuple[Refusal, ...]
    charge_g: int | None = None
    late_days: int = 0

    @property
    def is_late(self) -> bool:
        return self.late_days > 0


class GaveUp(NamedTuple):
    """What a rule asked for and why it could not be."""

    warehouse_id: int | None
    carrier: str
    reasons: tuple[Refusal, ...]


class Choice(NamedTuple):
    """The winner, the best of the others, and everyone. `is_short`: chosen although pieces are missing, so that the
    shortage is told there; without a winner `refusal` says why. `gave_up`: a rule wanted it otherwise."""

    chosen: Candidate | None
    loser: Candidate | None
    candidates: tuple[Candidate, ...]
    is_short: bool = False
    refusal: Refusal | None = None
    gave_up: GaveUp | None = None

    @property
    def is_served(self) -> bool:
        return self.chosen is not None and not self.is_short


class Chooser:
    """Judges one case after the other; what is chosen takes its pieces and its place in the day from those after it."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._free = dict(books.free)
        self._planned = dict(books.planned)
        self._ways: dict[tuple[int, str, Area], tuple[Refusal | None, Table | None]] = {}
        self._quotes: dict[tuple[int, Area, int, int], Quote | Refusal] = {}
        self._reach = Reach(books.areas, books.stops)

    def choose(self, case: Case) -> Choice:
        choice = self._best(case)
        if case.ruled and not choice.is_served:
            choice = self._give_way(case, choice)
        if choice.chosen:
            self._take(case, choice.chosen.warehouse_id)
        return choice

    def _best(self, case: Case) -> Choice:
        return best_of(case, self.judge(case), warehouse_ids=self.books.warehouse_ids)

    def _give_way(self, case: Case, choice: Choice) -> Choice:
        """The choice with as little as possible of what rules asked for given up; `choice`, if that does not help."""
        ways = [case.without(half) for half in ("carrier", "warehouse") if half in case.ruled]
        if len(ways) > 1:
            ways.append(ways[0].without("warehouse"))
        others = [(way, self._best(way)) for way in ways]
        served = [each for each in others if each[1].is_served]
        possible = served or [each for each in others if each[1].chosen and not choice.chosen]
        if not possible:
            return choice
        way, other = possible[0]
        reasons = choice.refusal.data["reasons"] if choice.refusal else choice.chosen.out if choice.chosen else ()
        gave_up = GaveUp(
            None if way.warehouse_wish else case.warehouse_wish,
            "" if way.carrier_wish else case.carrier_wish,
            tuple(reasons),
        )
        return other._replace(gave_up=gave_up)

    def judge(self, case: Case) -> list[Candidate]:
        """Every candidate, in the order of warehouses and carriers."""
        goods = Goods(case.area, case.grams, case.shop_id, case.category_ids, frozenset(case.needs), case.remark)
        return [
            self._judged(case, warehouse_id, carrier, goods)
            for warehouse_id in self.books.warehouse_ids
            for carrier in self._carriers_at(case, warehouse_id)
        ]

    def _carriers_at(self, case: Case, warehouse_id: int) -> Sequence[str]:
        own = self.books.carriers.get(warehouse_id)
        if own is None:
            return sorted({case.shop_carrier, case.carrier_wish} - {""})
        wished = case.carrier_wish
        return own if not wished or wished in own else sorted({*own, wished})

    def _judged(self, case: Case, warehouse_id: int, carrier: str, goods: Goods) -> Candidate:
        books, weights = self.books, self.books.weights
        out: list[Refusal] = []
        if case.warehouse_wish not in (None, warehouse_id) or case.carrier_wish not in ("", carrier):
            out.append(NotWished())
        own = books.carriers.get(warehouse_id)
        if own is not None and carrier not in own:
            out.append(CarrierNotThere(carrier=carrier))
        if books.installed is not None and carrier not in books.installed:
            out.append(CarrierGone(carrier=carrier))
        parts: dict[str, int] = {}
        if warehouse_id != case.holds_stock_in:
            wanted = sum(case.needs.values())
            there = sum(
                min(quantity, max(0, self._free.get((warehouse_id, sku_id), 0)))
                for sku_id, quantity in case.needs.items()
            )
            if there < wanted:
                out.append(StockMissing(there=there, wanted=wanted))
            parts["stock"] = 100 * there // wanted if wanted else 100
        capacity = books.capacity.get(warehouse_id, 0)
        if capacity:
            planned = self._planned.get(warehouse_id, 0)
            if planned >= capacity and warehouse_id != case.holds_stock_in:
                out.append(WarehouseFull(capacity=capacity))
            parts["load"] = -weights.load * (100 * planned // capacity)
        regions = books.regions.get(warehouse_id)
        if regions:
            parts["region"] = weights.region * (nearest(regions, case.area) or 0)
        verdict = verdict_of(books.rules, carrier, goods)
        if verdict.forbidden_by:
            out.append(CarrierForbidden(rule=verdict.forbidden_by, carrier=carrier))
        if verdict.points:
            parts["rule"] = verdict.points
        if case.pays_at_door and carrier in books.without_cash:
            out.append(CollectsNoCash(carrier=carrier))
        way = self._way(case, warehouse_id, carrier, out)
        parts["freight"] = -weights.freight * int(way.fee * 100) if way else -UNPRICED
        late_days = 0
        if way and way.days is not None:
            late_days = max(0, (books.today - case.leave_on).days + way.days - weights.days_allowed)
            parts["days"] = -weights.day * way.days - weights.late_day * late_days
        fee, days, charge_g = (way.fee, way.days, way.charge_g) if way else (None, None, None)
        return Candidate(warehouse_id, carrier, parts, sum(parts.values()), fee, days, tuple(out), charge_g, late_days)

    def _way(self, case: Case, warehouse_id: int, carrier: str, out: list[Refusal]) -> Quote | None:
        """Price, days and the weight paid for; what is in the way is added to `out`."""
        key = (warehouse_id, carrier, case.area)
        if key not in self._ways:
            self._ways[key] = self._look(warehouse_id, carrier, case.area)
        blocked, table = self._ways[key]
        if blocked:
            out.append(blocked)
        if table is None:
            return None
        priced = self._priced(table, case)
        if isinstance(priced, Quote):
            return priced
        if isinstance(priced, AreaNotDelivered) and not blocked:
            out.append(Unreachable(carrier=carrier, area=str(case.area)))
        return None

    def _look(self, warehouse_id: int, carrier: str, area: Area) -> tuple[Refusal | None, Table | None]:
        return self._reach.blocked(carrier, area), table_for(self.books.tables, carrier, warehouse_id)

    def _priced(self, table: Table, case: Case) -> Quote | Refusal:
        key = (id(table), case.area, case.grams, case.volume_cm3)
        if key not in self._quotes:
            try:
                self._quotes[key] = quote(table, case.area, grams=case.grams, volume_cm3=case.volume_cm3)
            except (AreaNotPriced, AreaNotDelivered) as refusal:
                self._quotes[key] = refusal
        return self._quotes[key]

    def _take(self, case: Case, warehouse_id: int) -> None:
        if warehouse_id == case.holds_stock_in:
            return
        self._planned[warehouse_id] = self._planned.get(warehouse_id, 0) + 1
        for sku_id, quantity in case.needs.items():
            self._free[warehouse_id, sku_id] = self._free.get((warehouse_id, sku_id), 0) - quantity


def choose_each(cases: Sequence[Case], books: Books) -> dict[int, Choice]:
    """The choice of every case. Who must leave first chooses first, so the order of `cases` changes nothing."""
    chooser = Chooser(books)
    return {case.key: chooser.choose(case) for case in sorted(cases, key=lambda case: (case.leave_on, case.key))}


def best_of(case: Case, candidates: Sequence[Candidate], *, warehouse_ids: Sequence[int]) -> Choice:
    """Of the possible candidates those on time, of them the one with most points; equal ones by the shop's carrier,
    then the warehouse's priority. Only where nobody is on time one that is late.

    Where only pieces are missing, the warehouse that has most of them is chosen, so that the shortage is told there.
    """
    place = {warehouse_id: number for number, warehouse_id in enumerate(warehouse_ids)}

    def rank(candidate: Candidate) -> tuple[bool, int, bool, int, str]:
        carrier = candidate.carrier
        return candidate.is_late, -candidate.total, carrier != case.shop_carrier, place[candidate.warehouse_id], carrier

    everyone = tuple(sorted(candidates, key=lambda candidate: (len(candidate.out) > 0, rank(candidate))))
    possible = [candidate for candidate in everyone if not candidate.out]
    if possible:
        return Choice(possible[0], next(iter(everyone[1:]), None), everyone)
    short = [one for one in everyone if all(isinstance(reason, StockMissing) for reason in one.out)]
    if short:
        chosen = max(short, key=lambda one: one.parts["stock"])
        return Choice(chosen, next((one for one in everyone if one is not chosen), None), everyone, is_short=True)
    return Choice(None, None, everyone, refusal=NoPlace(number=case.number, reasons=_why_none(everyone)))


def _why_none(everyone: Sequence[Candidate]) -> list[Refusal]:
    """What stands in the way of the candidates that were asked for, each reason once."""
    wished = [one for one in everyone if not any(isinstance(reason, NotWished) for reason in one.out)]
    reasons = [reason for one in wished or everyone for reason in one.out]
    return list(dict.fromkeys(reasons))[:MOST_OUT] or [NobodySends()]
