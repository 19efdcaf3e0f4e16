"""The desks of stock: what there is, where it lies, how it moved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import BundlePart, Sku
from zhanggui.catalog.queries import SEE_COST, bundle_parts
from zhanggui.inventory.blind import blind_among, seen_places
from zhanggui.inventory.chips import KIND_TONES, cause_words
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.forms import INSIDE, CodesForm, CountForm, MarkForm, warehouses_of
from zhanggui.inventory.inspecting import InspectionDesk, add_stock_codes, mark_stock
from zhanggui.inventory.lot_desk import LotDesk
from zhanggui.inventory.models import Availability, Balance, CountRequest, Location, Move
from zhanggui.inventory.queries import bundle_availability, place_named, zone_stock
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.states import CountReason, CountState, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab, TextFilter

__all__ = ["BundleDesk", "CountRequestDesk", "InspectionDesk", "LocationDesk", "LotDesk", "MoveDesk", "StockDesk"]

SHOWN_CONTENTS = 3


class OneCountAtATime(Refusal):
    """Count one SKU in one bin at a time."""


def count_stock(
    *, stock_ids: Sequence[int], place: str, counted: int, note: str, cause_id: int, actor: Actor, at: datetime
) -> Outcome[int]:
    """`adjust_stock` as the desk asks it: one SKU of one warehouse, counted in the bin of that code."""
    if len(stock_ids) != 1:
        raise OneCountAtATime
    stock = Availability.objects.get(pk=stock_ids[0])
    location = place_named(place, warehouse_id=stock.warehouse_id)
    adjust_stock(counts=[Count(cause_id, location.pk, stock.sku_id, counted)], note=note, actor=actor, at=at).one()
    return Outcome(done=[stock.pk])


class StockDesk(Desk):
    name = "stock"
    title = _("Stock")
    grant = "see_stock"
    model = Availability
    icon = "packages"
    document = "code"
    pages = [Page(_("Receive goods"), "receive_goods", "receive_goods", "package-import")]
    sort = "sku_id"
    search = ("sku__code", "sku__code__startswith", "sku__product__code", "sku__barcodes__code")
    search_hint = _("Merchant code / style / barcode")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("none_free", _("Nothing free"), Q(claimed__gte=F("sellable")), tone="bad"),
        Tab("claimed", _("Claimed"), Q(claimed__gt=0), tone="warn"),
    ]
    columns = [
        Column("code", _("Merchant code"), link=True, width=150, frozen=True),
        Column("product", _("Goods"), field="sku__product__name", width=230),
        Column("spec", _("Specification"), field="sku__spec", width=130),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=96),
        Column("sellable", _("Sellable"), "quantity", width=84, sortable=False),
        Column("claimed", _("Claimed"), "quantity", width=84, sortable=False),
        Column(
            "free",
            _("Free"),
            "quantity",
            value=lambda row: row["sellable"] - row["claimed"],
            needs=("sellable", "claimed"),
            width=84,
        ),
        *(
            Column(kind.value, kind.label, "quantity", by_page=True, width=84)
            for kind in LocationKind
            if kind.value in dict(INSIDE)
        ),
        Column("cost", _("Cost"), "money", field="sku__cost", grant=SEE_COST, width=90),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code", prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
    ]
    actions = [
        Action(
            "adjust_stock", _("Count"), count_stock, "stock_ids", icon="clipboard-check", key="c", form=CountForm,
            on_sheet=Q(sellable__gte=0),
        ),
        Action(
            "add_codes", _("Unique codes"), add_stock_codes, "stock_ids", icon="fingerprint", form=CodesForm,
            on_sheet=Q(sku__tracking="code"),
        ),
        Action(
            "mark_inspections", _("Mark for inspection"), mark_stock, "stock_ids", icon="eye-exclamation",
            form=MarkForm, on_sheet=Q(sellable__gte=0),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Availability]:
        rows = Availability.objects.annotate(code=F("sku__code"))
        return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        rows = Availability.objects.filter(pk__among=set(ids)).values_list("pk", "warehouse_id", "sku_id")
        keys = {pk: (warehouse_id, sku_id) for pk, warehouse_id, sku_id in rows}
        there: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
        for zone in zone_stock(sku_id for _warehouse, sku_id in keys.values()):
            there[zone.warehouse_id, zone.sku_id][zone.kind] = zone.on_hand
        return {pk: there[key] for pk, key in keys.items()}


class BundleDesk(Desk):
    """Bundles have no stock of their own: what their parts allow is shown."""

    name = "bundles"
    title = _("Bundles")
    grant = "see_stock"
    model = Sku
    icon = "box-multiple"
    document = "code"
    has_sheet = False
    sort = "code"
    search = ("code", "code__startswith", "parts__part__code")
    search_hint = _("Merchant code of the bundle or a part")
    columns = [
        Column("code", _("Merchant code"), width=150, frozen=True),
        Column("product", _("Goods"), field="product__name", width=240),
        Column("parts", _("Bundle parts"), "chips", by_page=True, width=360),
        Column("available", _("Can be sold"), "quantity", by_page=True, width=90),
        Column("price", _("Price"), "money", width=90, sortable=False),
    ]
    filters = [TextFilter("code", _("Merchant code"), prefix=True)]

    def visible(self, actor: Actor) -> QuerySet[Sku]:
        """The catalog is the company's; the stock shown is that of the actor's warehouses."""
        return Sku.objects.filter(Exists(BundlePart.objects.filter(bundle=OuterRef("pk"))))

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        there = bundle_availability(ids, warehouse_ids=actor.warehouse_ids)
        return {
            pk: {
                "available": there.get(pk, 0),
                "parts": [{"label": f"{part.code} × {part.quantity}", "tone": "neutral"} for part in parts],
            }
            for pk, parts in bundle_parts(ids).items()
        }


class LocationDesk(Desk):
    name = "locations"
    title = _("Bins")
    grant = "see_stock"
    model = Location
    icon = "map-pin"
    pages = [Page(_("Open bins"), "open_locations", "open_locations", "plus")]
    document = "code"
    sort = "code"
    search = ("code", "code__startswith", "balances__sku__code")
    search_hint = _("Bin / merchant code")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        *(Tab(kind, label, Q(kind=kind)) for kind, label in INSIDE),
    ]
    columns = [
        Column("code", _("Bin"), link=True, width=130),
        Column("warehouse", _("Warehouse"), field="warehouse__name", width=110),
        Column("kind", _("Kind"), "state", states=LocationKind, tones=KIND_TONES, width=90, sortable=False),
        Column("walk_order", _("Walk order"), "quantity", width=90, sortable=False),
        Column("skus", _("SKUs"), "quantity", by_page=True, width=80),
        Column("pieces", _("Pieces"), "quantity", by_page=True, width=90),
        Column("promised", _("Promised to pickers"), "quantity", by_page=True, width=110),
        Column("contents", _("Contents"), "chips", by_page=True, width=420),
    ]
    filters = [
        TextFilter("code", _("Bin"), prefix=True),
        ChoiceFilter("warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of),
        TextFilter("sku", _("Merchant code"), field="balances__sku__code"),
    ]

    def visible(self, actor: Actor) -> QuerySet[Location]:
        rows = Location.objects.filter(warehouse__isnull=False)
        return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        lying: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        hidden = blind_among(ids, actor=actor)
        rows = Balance.objects.filter(location_id__among=set(ids) - hidden, on_hand__gt=0).order_by("-on_hand", "pk")
        for location_id, code, there, aside in rows.values_list("location_id", "sku__code", "on_hand", "promised"):
            lying[location_id].append((code, there, aside))
        return {pk: _contents(lying[pk]) for pk in ids if pk in lying} | dict.fromkeys(hidden, IN_COUNT)


IN_COUNT: dict[str, Any] = {"contents": [{"label": _("being counted"), "tone": "info"}]}
"""What a counter reads of a place until the count is in."""


def _contents(rows: Sequence[tuple[str, int, int]]) -> dict[str, Any]:
    chips = [{"label": f"{code} × {there}", "tone": "neutral"} for code, there, _aside in rows[:SHOWN_CONTENTS]]
    if len(rows) > SHOWN_CONTENTS:
        chips.append({"label": f"+{len(rows) - SHOWN_CONTENTS}", "tone": "muted"})
    return {
        "skus": len({code for code, _there, _aside in rows}),
        "pieces": sum(there for _code, there, _aside in rows),
        "promised": sum(aside for _code, _there, aside in rows),
        "contents": chips,
    }


MOVE_PLACES = ("origin__warehouse__name", "target__warehouse__name")


def warehouse_of_move(row: Mapping[str, Any]) -> str:
    """The warehouse, or both when goods went from one to the other."""
    names = [row["origin__warehouse__name"], row["target__warehouse__name"]]
    return " → ".join(dict.fromkeys(name for name in names if name))


DAY = timedelta(days=1)
FIRST_KEY, LAST_KEY = 0, 2**63 - 1


@dataclass(frozen=True, slots=True)
class MoveDayFilter(DateFilter):
    """Moves of these days. Keys grow with time, so those of the first and the last day say where to look.

    A move is written within a day of its moment; a day without moves sets no bound.
    """

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        asked = DateFilter.condition(self, params)
        start, end = (self.bound(params, parameter) for parameter in self.parameters)
        if asked is not None and start is not None:
            alone = start == end  # of a single day without moves there is nothing to look for
            asked &= Q(pk__gte=_key_of_day(Min, self.first(start), LAST_KEY if alone else FIRST_KEY))
        if asked is not None and end is not None:
            asked &= Q(pk__lte=_key_of_day(Max, self.last(end)[1] - DAY, LAST_KEY))
        return asked


def _key_of_day(bound: type[Min | Max], start: date, otherwise: int) -> Coalesce:
    """The first or last key of a day. `+ 0` has it read by day, which is indexed, instead of key by key."""
    moves = Move.objects.filter(at__gte=start, at__lt=start + DAY).order_by().annotate(whole=Value(1))
    return Coalesce(Subquery(moves.values("whole").annotate(key=bound(F("pk") + 0)).values("key")), otherwise)


class MoveDesk(Desk):
    name = "moves"
    title = _("Moves")
    grant = "see_stock"
    model = Move
    icon = "arrows-exchange"
    document = "pk"
    sort = "-pk"
    has_sheet = False
    search = ("sku__code", "sku__barcodes__code")
    search_hint = _("Merchant code / barcode")
    columns = [
        Column("at", _("When"), "moment", width=110, sortable=False),
        Column("sku", _("Merchant code"), field="sku__code", width=150),
        Column("product", _("Goods"), field="sku__product__name", width=220),
        Column("origin", _("From place"), field="origin__code", width=110),
        Column("target", _("To place"), field="target__code", width=110),
        Column("warehouse", _("Warehouse"), value=warehouse_of_move, needs=MOVE_PLACES, width=110),
        Column("quantity", _("Quantity"), "quantity", width=90, sortable=False),
        Column("unit_cost", _("Cost"), "money", grant=SEE_COST, width=90, sortable=False),
        Column("cause", _("Because of"), value=lambda row: cause_words(row["cause"]), needs=("cause",), width=120),
        Column("lot", _("Lot"), width=90, shown=False, sortable=False),
        Column("actor", _("By"), "person", width=100, sortable=False),
    ]
    filters = [
        TextFilter("sku", _("Merchant code"), field="sku__code"),
        MoveDayFilter("at", _("When")),
    ]

    def visible(self, actor: Actor) -> QuerySet[Move]:
        if actor.warehouse_ids is None:
            return Move.objects.all()
        ours = Location.objects.filter(warehouse_id__in=actor.warehouse_ids).values("pk")
        return Move.objects.filter(Q(origin__in=ours) | Q(target__in=ours))


class CountRequestDesk(Desk):
    """Bins in which pickers found less than they came for. Counting the bin answers the request."""

    name = "count-requests"
    title = _("Bins to count")
    grant = "see_stock"
    model = CountRequest
    icon = "clipboard-list"
    document = "pk"
    has_sheet = False
    sort = "-pk"
    search = ("sku__code", "location__code")
    search_hint = _("Merchant code / bin")
    tabs = [
        Tab("to_count", _("To count"), Q(state=CountState.TO_COUNT), tone="warn"),
        Tab("counted", _("Counted"), Q(state=CountState.COUNTED)),
    ]
    columns = [
        Column("place", _("Bin"), field="location__code", width=110, sortable=False, frozen=True),
        Column("warehouse", _("Warehouse"), field="location__warehouse__name", width=110, sortable=False),
        Column("code", _("Merchant code"), field="sku__code", width=150, sortable=False),
        Column("product", _("Goods"), field="sku__product__name", width=220, sortable=False),
        Column("reason", _("Reason"), kind="state", states=CountReason, width=120, sortable=False),
        Column("expected", _("Came for"), kind="quantity", width=80, sortable=False),
        Column("found", _("Pieces found"), kind="quantity", width=80, sortable=False),
        Column("note", _("For wave"), width=130, sortable=False),
        Column("asked_by", _("Told by"), "person", width=100, sortable=False),
        Column("asked_at", _("Told at"), kind="moment", width=110, sortable=False),
        Column("counted_by", _("Counted by"), "person", width=100, sortable=False),
        Column("counted_at", _("Counted at"), kind="moment", width=110, sortable=False),
    ]

    def visible(self, actor: Actor) -> QuerySet[CountRequest]:
        rows = seen_places(CountRequest.objects.select_related("location__warehouse", "sku__product"), actor=actor)
        return rows if actor.warehouse_ids is None else rows.filter(location__warehouse_id__in=actor.warehouse_ids)
