"""What the sections of an order's sheet read, all of it in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhanggui.kernel.together import read_together
from zhanggui.orders.models import (
    Exchange,
    GiftDecision,
    GiftGrant,
    Hold,
    Order,
    OrderLine,
    OrderPayment,
    OrderSnapshot,
    RemarkRequest,
    RemarkTemplate,
    Review,
    RuleRun,
)
from zhanggui.orders.payments.gates import gate_cases_of, gate_reads
from zhanggui.orders.queries import parcel_names_of
from zhanggui.orders.rules.payments import GateCase

MOST_SNAPSHOTS = 50
_KEPT = "_sheet_reads"


@dataclass(frozen=True, slots=True)
class OrderReads:
    """Each as its section shows it; the numbers of the parcels by id, and the waybills of those that have one."""

    parcels: Mapping[int, str]
    waybills: Mapping[int, str]
    lines: list[OrderLine]
    exchanges: list[Exchange]
    requests: list[RemarkRequest]
    templates: list[RemarkTemplate]
    holds: list[Hold]
    review: Review | None
    run: RuleRun | None
    snapshots: list[OrderSnapshot]
    gate: GateCase
    payments: list[OrderPayment]
    gifts: list[GiftGrant]
    gift_decision: GiftDecision | None


def reads_of(order: Order) -> OrderReads:
    """Read once for this object, however many sections ask."""
    kept: dict[str, Any] = order.__dict__
    if _KEPT not in kept:
        kept[_KEPT] = _read(order)
    reads: OrderReads = kept[_KEPT]
    return reads


def _read(order: Order) -> OrderReads:
    pk = order.pk
    parcels = parcel_names_of(pk)
    lines = OrderLine.objects.filter(order_id=pk).select_related("sku").order_by("pk")
    exchanges = Exchange.objects.filter(line__order_id=pk).select_related("sku", "line").order_by("pk")
    requests = RemarkRequest.objects.filter(order_id=pk).select_related("template").order_by("pk")
    templates = RemarkTemplate.objects.filter(is_used=True).order_by("name")
    holds = Hold.objects.filter(order_id=pk).order_by("placed_at", "pk")
    reviews = Review.objects.filter(order_id=pk).order_by("-reviewed_at", "-pk")[:1]
    runs = RuleRun.objects.filter(order_id=pk).select_related("rule_set").order_by("-order_version")[:1]
    snapshots = OrderSnapshot.objects.filter(order_id=pk).defer("payload").order_by("-received_at", "-id")
    snapshots = snapshots[:MOST_SNAPSHOTS]
    gates, standing = gate_reads([pk])
    payments = OrderPayment.objects.filter(order_id=pk).order_by("pk")
    gifts = GiftGrant.objects.filter(order_id=pk, taken_back_at=None).order_by("pk")
    gifts = gifts.select_related("rule", "version")
    decisions = GiftDecision.objects.filter(order_id=pk)
    read_together(
        parcels, lines, exchanges, requests, templates, holds, reviews, runs, snapshots, gates, standing, payments,
        gifts, decisions,
    )  # fmt: skip
    return OrderReads(
        parcels={parcel_id: number for parcel_id, _, number in parcels},
        waybills={parcel_id: waybill for parcel_id, waybill, _ in parcels if waybill},
        lines=list(lines), exchanges=list(exchanges), requests=list(requests), templates=list(templates),
        holds=list(holds), review=next(iter(reviews), None), run=next(iter(runs), None), snapshots=list(snapshots),
        gate=gate_cases_of(gates, standing)[pk], payments=list(payments),
        gifts=list(gifts), gift_decision=next(iter(decisions), None),
    )  # fmt: skip
