"""What the sections of a parcel's sheet read, all of it in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from zhanggui.fulfilment.columns import Marked, mark_rows
from zhanggui.fulfilment.models import CashToCollect, Choice, Parcel, ParcelLine, Pick, Scan
from zhanggui.fulfilment.places.charging import Contract, contracts
from zhanggui.fulfilment.states import ParcelState
from zhanggui.inventory.models import UniqueCode
from zhanggui.kernel.together import read_together
from zhanggui.people.models import Warehouse

MOST_SCANS = 200
_KEPT = "_sheet_reads"


@dataclass(frozen=True, slots=True)
class ParcelReads:
    """Each as its section shows it; `related` are the parcels merged with it or parted from it, by number."""

    lines: list[ParcelLine]
    related: Mapping[int, str]
    marked: list[Marked]
    picks: list[Pick]
    scans: list[Scan]
    codes: list[UniqueCode]
    choice: Choice | None
    warehouses: Mapping[int, str]
    contracts: list[Contract]
    cash: list[Decimal]


def reads_of(parcel: Parcel) -> ParcelReads:
    """Read once for this object, however many sections ask."""
    kept: dict[str, Any] = parcel.__dict__
    if _KEPT not in kept:
        kept[_KEPT] = _read(parcel)
    reads: ParcelReads = kept[_KEPT]
    return reads


def _read(parcel: Parcel) -> ParcelReads:
    lines = ParcelLine.objects.filter(parcel=parcel).select_related("sku__product", "order_line__order").order_by("pk")
    inside = Parcel.objects.filter(merged_into=parcel, state=ParcelState.MERGED).values_list("pk", "number")
    near = Q(split_from=parcel) | Q(pk__in=[parcel.merged_into_id or 0, parcel.split_from_id or 0])
    beside = Parcel.objects.filter(near).values_list("pk", "number")
    marked = mark_rows([parcel.pk])
    picks = Pick.objects.filter(parcel_line__parcel=parcel).select_related("location", "sku")
    picks = picks.order_by("location__walk_order", "location__code", "pk")
    scans = Scan.objects.filter(parcel=parcel).select_related("sku").order_by("-pk")[:MOST_SCANS]
    own = ParcelLine.objects.filter(parcel=parcel).values("pk")
    codes = UniqueCode.objects.filter(cause_id__in=own).order_by("pk")
    choices = Choice.objects.filter(parcel=parcel)
    warehouses = Warehouse.objects.values_list("pk", "name")
    known = contracts()
    cash = CashToCollect.objects.filter(parcel=parcel).order_by("pk").values_list("amount", flat=True)
    read_together(lines, inside, beside, marked, picks, scans, codes, choices, warehouses, known, cash)
    return ParcelReads(
        lines=list(lines), related=dict(sorted([*inside, *beside])), marked=list(marked), picks=list(picks),
        scans=list(scans), codes=list(codes), choice=next(iter(choices), None), warehouses=dict(warehouses),
        contracts=list(known), cash=list(cash),
    )  # fmt: skip
