"""From parcels and waves to what their papers say. Each paper costs a fixed number of statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from zhanggui.fulfilment.collecting import cash_of
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick, Wave
from zhanggui.fulfilment.places.charging import Measure, contracts, measure_of
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.parcels import ReceiverHidden
from zhanggui.fulfilment.rules.zones import walk_key
from zhanggui.fulfilment.said import said_in
from zhanggui.fulfilment.splits import places_in_split
from zhanggui.fulfilment.states import HAD_PAPER, ParcelState, PickState
from zhanggui.inventory.queries import inspections_due
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.remarks.words import paper_lines
from zhanggui.papers.values import (
    CellRequest,
    CellShare,
    Contact,
    DeliveryNotePaper,
    GoodsLine,
    LabelPaper,
    NoteLine,
    PickListPaper,
    PickRow,
    SortCell,
    SortItem,
    SortParcel,
    SortSheetPaper,
)
from zhanggui.people.models import Warehouse

ALONE = (1, 1)
_PERSON = "order", "warehouse", "shop", "wave"


def parcels_on_paper(
    *, parcel_ids: Sequence[int] = (), wave_ids: Sequence[int] = (), actor: Actor
) -> QuerySet[Parcel, Parcel]:
    """Those of the parcels that may have papers, as they come out of the printer: by wave, then cell."""
    rows = Parcel.objects.visible_to(actor).filter(state__in=HAD_PAPER)
    rows = rows.filter(wave_id__among=set(wave_ids)) if wave_ids else rows.filter(pk__among=set(parcel_ids))
    return rows.select_related(*_PERSON).order_by("wave_id", "cell", "pk")


def wave_seen(wave_id: int, actor: Actor) -> Wave:
    """Raises NotFound outside the actor's warehouses."""
    wave = Wave.objects.visible_to(actor).select_related("warehouse").filter(pk=wave_id).first()
    if wave is None:
        raise NotFound(what="wave", key=wave_id)
    return wave


def label_papers(
    parcels: Iterable[Parcel],
    *,
    numbered: Mapping[int, int] | None = None,
    with_requests: bool = False,
    at: datetime,
) -> list[LabelPaper]:
    """A label for each parcel, in the order given. The receiver is whole: the courier has to find the door.

    `numbered` says which place in its print job each parcel has; without it they are counted here. What was agreed with
    the buyers is read only `with_requests`.
    """
    parcels = list(parcels)
    lines = lines_of(parcels)
    receivers = receivers_of(parcel.order_id for parcel in parcels)
    known = list(contracts())
    said = {parcel.pk: said_in(parcel, lines[parcel.pk]) for parcel in parcels}
    own_orders = {pk: orders_in(own) for pk, own in lines.items()} if with_requests else {}
    asked = paper_lines({order_id for ids in own_orders.values() for order_id in ids}) if with_requests else {}
    cash = cash_of([pk for pk, one in said.items() if one.is_paid_at_door])
    places = places_in_split(lines)
    return [
        LabelPaper(
            waybill=parcel.waybill,
            carrier=carrier_label(parcel.carrier),
            receiver=readable(receivers[parcel.order_id], parcel.order.number),
            sender=sender_of(parcel),
            printed_at=at,
            big_mark=marks.get("sort_code") or marks.get("short_address", ""),
            package_centre=marks.get("package_centre", ""),
            goods=tuple(GoodsLine(name_of(line), line.quantity, line.sku.spec) for line in lines[parcel.pk]),
            weight=weight_words(measure_of(parcel, lines[parcel.pk], known)),
            collect=cash_words(cash.get(parcel.pk), parcel.order.currency),
            remark=said[parcel.pk].memo,
            message=said[parcel.pk].message,
            requests=tuple(text for order_id in own_orders.get(parcel.pk, ()) for text in asked.get(order_id, ())),
            order_numbers=order_numbers(lines[parcel.pk]),
            wave=parcel.wave.number if parcel.wave else "",
            cell=str(parcel.cell or ""),
            parcel_index=places.get(parcel.pk, ALONE)[0],
            parcel_count=places.get(parcel.pk, ALONE)[1],
            print_number=max(parcel.prints, 1),
            sequence=(numbered or {}).get(parcel.pk, sequence),
        )
        for sequence, parcel in enumerate(parcels, start=1)
        for marks in (parcel.label_marks or {},)
    ]


def cash_words(amount: Decimal | None, currency: str) -> str:
    """What the courier collects; empty: nothing."""
    if amount is None:
        return ""
    return _("Collect {amount}").format(amount=f"¥{amount:,.2f}" if currency == "CNY" else f"{amount:,.2f} {currency}")


def weight_words(measure: Measure) -> str:
    """What the carrier charges by, where it asks for volume: `1.2 kg, 15,000 cm³, charged 2.5 kg`."""
    if measure.charged_g is None:
        return ""
    return _("{kilos} kg, {volume} cm³, charged {charged} kg").format(
        kilos=_kilos(measure.grams), volume=f"{measure.volume_cm3:,}", charged=_kilos(measure.charged_g)
    )


def _kilos(grams: int) -> str:
    return f"{Decimal(grams) / 1000:f}"


def note_papers(parcels: Iterable[Parcel], *, at: datetime) -> list[DeliveryNotePaper]:
    """A delivery note for each parcel, in the order given. Its template says whether the prices are printed."""
    parcels = list(parcels)
    lines = lines_of(parcels)
    asked = paper_lines({order_id for own in lines.values() for order_id in orders_in(own)})
    receivers = receivers_of(parcel.order_id for parcel in parcels)
    return [
        DeliveryNotePaper(
            parcel_number=parcel.number,
            shop=parcel.shop.name,
            receiver=contact_of(receivers[parcel.order_id]),
            lines=tuple(
                NoteLine(line.sku.code, name_of(line), line.quantity, line.sku.spec, line.order_line.price)
                for line in lines[parcel.pk]
            ),
            printed_at=at,
            order_numbers=order_numbers(lines[parcel.pk]),
            carrier=carrier_label(parcel.carrier),
            waybill=parcel.waybill,
            remark=said_in(parcel, lines[parcel.pk]).message,
            print_number=max(parcel.prints, 1),
            requests=tuple(text for order_id in orders_in(lines[parcel.pk]) for text in asked.get(order_id, ())),
        )
        for parcel in parcels
    ]


def pick_list_paper(wave: Wave, *, at: datetime) -> PickListPaper:
    """The wave's bins in the order the picker passes them; stopped parcels' pieces stay where they are."""
    parcels = Parcel.objects.filter(wave=wave).exclude(state__in=[ParcelState.STOPPED, ParcelState.VOID])
    told = parcels.aggregate(prints=Max("prints"))
    return PickListPaper(
        wave=wave.number,
        warehouse=wave.warehouse.name,
        carrier=carrier_label(wave.carrier),
        printed_at=at,
        rows=tuple(pick_rows(wave.pk)),
        parcel_count=wave.parcel_count,
        print_number=max(told["prints"] or 1, 1),
        requests=tuple(cell_requests(parcels)),
    )


def sort_sheet_paper(wave: Wave, actor: Actor, *, at: datetime) -> SortSheetPaper:
    """Cell by cell, in wall order, what belongs into each parcel."""
    parcels = list(parcels_on_paper(wave_ids=[wave.pk], actor=actor))
    lines = lines_of(parcels)
    bins = bins_of_lines(wave.pk)
    return SortSheetPaper(
        wave=wave.number,
        warehouse=wave.warehouse.name,
        carrier=carrier_label(wave.carrier),
        printed_at=at,
        cells=tuple(
            SortCell(
                str(parcel.cell),
                (
                    SortParcel(
                        number=parcel.number,
                        waybill=parcel.waybill,
                        receiver=parcel.order.receiver_name_masked,
                        items=tuple(
                            SortItem(line.sku.code, name_of(line), line.quantity, line.sku.spec, bins.get(line.pk, ""))
                            for line in lines[parcel.pk]
                        ),
                        remark=said_in(parcel, lines[parcel.pk]).memo,
                    ),
                ),
            )
            for parcel in parcels
        ),
        print_number=max((parcel.prints for parcel in parcels), default=1),
    )


def cell_requests(parcels: QuerySet[Parcel]) -> list[CellRequest]:
    """What was agreed with the buyers of these parcels, cell by cell. Three statements."""
    cells = list(parcels.order_by("cell", "pk").values_list("pk", "cell"))
    pairs = ParcelLine.objects.filter(parcel_id__among=[pk for pk, _cell in cells]).order_by("pk")
    orders: dict[int, dict[int, None]] = {}
    for parcel_id, order_id in pairs.values_list("parcel_id", "order_line__order_id"):
        orders.setdefault(parcel_id, {})[order_id] = None
    asked = paper_lines({order_id for found in orders.values() for order_id in found})
    return [
        CellRequest(str(cell or ""), text)
        for pk, cell in cells
        for order_id in orders.get(pk, ())
        for text in asked.get(order_id, ())
    ]


def orders_in(lines: Sequence[ParcelLine]) -> list[int]:
    """The orders of these lines, each once."""
    return list(dict.fromkeys(line.order_line.order_id for line in lines))


def pick_rows(wave_id: int, *, without: Collection[int] = ()) -> list[PickRow]:
    """What the picker fetches: one row per bin, SKU and lot, with the cells it goes to (none where an item
    finds its parcel at the table); nothing for the parcels `without`. Two statements."""
    picks = (
        Pick.objects.filter(wave_id=wave_id)
        .exclude(state=PickState.CANCELLED)
        .exclude(parcel_line__parcel_id__in=list(without))
        .select_related("location", "sku__product", "parcel_line__parcel", "wave")
        .order_by("sku__code", "lot", "parcel_line__parcel__cell", "pk")
    )
    rows = []
    walked = sorted(picks, key=lambda pick: walk_key(pick.location.walk_order, pick.location.code))
    warehouse_id = walked[0].wave.warehouse_id if walked else 0
    due = inspections_due(warehouse_id, {pick.sku_id for pick in walked})
    for _bin, same in groupby(walked, key=attrgetter("location_id", "sku_id", "lot")):
        group = list(same)
        first = group[0]
        shares: dict[str, int] = {}
        for pick in group:
            cell = str(pick.parcel_line.parcel.cell or "")
            shares[cell] = shares.get(cell, 0) + pick.quantity
        rows.append(
            PickRow(
                bin=first.location.code,
                sku_code=first.sku.code,
                name=_marked(first.sku.product.name, {(first.sku_id, first.lot), (first.sku_id, "")} & set(due)),
                quantity=sum(shares.values()),
                spec=" ".join(filter(None, [first.sku.spec, first.lot])),
                cells=() if first.wave.labels_at_table else tuple(CellShare(*share) for share in shares.items()),
            )
        )
    return rows


def _marked(name: str, due: Collection[Any]) -> str:
    """Goods that the inspector wants to see say so."""
    return f"【{_('Sampling inspection')}】{name}" if due else name


def bins_of_lines(wave_id: int) -> dict[int, str]:
    """The bins each parcel line is fetched from, in walking order."""
    picks = Pick.objects.filter(wave_id=wave_id).exclude(state=PickState.CANCELLED)
    rows = picks.order_by("pk").values_list("location__walk_order", "location__code", "parcel_line_id")
    bins: dict[int, list[str]] = {}
    for _walk, code, line_id in sorted(rows, key=lambda row: walk_key(row[0], row[1])):
        bins.setdefault(line_id, []).append(code)
    return {line_id: " ".join(dict.fromkeys(codes)) for line_id, codes in bins.items()}


def lines_of(parcels: Sequence[Parcel]) -> Mapping[int, list[ParcelLine]]:
    """The lines of these parcels with their goods, in one statement."""
    found: dict[int, list[ParcelLine]] = {parcel.pk: [] for parcel in parcels}
    rows = ParcelLine.objects.filter(parcel_id__among=set(found)).order_by("parcel_id", "pk")
    for line in rows.select_related("sku__product", "order_line__order"):
        found[line.parcel_id].append(line)
    return found


def name_of(line: ParcelLine) -> str:
    return line.sku.product.name or line.order_line.title


def order_numbers(lines: Sequence[ParcelLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.order_line.order.number for line in lines))


def contact_of(receiver: Receiver) -> Contact:
    """As it stands on a label; of an encrypted receiver what the platform shows."""
    places = (receiver.state, receiver.city, receiver.district, receiver.town)
    address = "".join([*dict.fromkeys(filter(None, places)), receiver.address])
    return Contact(receiver.name, receiver.mobile or receiver.phone, address)


def readable(receiver: Receiver, order_number: str) -> Contact:
    """As it stands on a label. Raises ReceiverHidden where a courier could not find the door by it."""
    contact = contact_of(receiver)
    if not (contact.name and contact.phone and receiver.address):
        raise ReceiverHidden(number=order_number)
    return contact


def sender_of(parcel: Parcel) -> Contact:
    """The warehouse as a sender; one that was given no name sends in the name of the shop."""
    warehouse: Warehouse = parcel.warehouse
    return Contact(warehouse.sender_name or parcel.shop.name, warehouse.sender_phone, warehouse.sender_address)
