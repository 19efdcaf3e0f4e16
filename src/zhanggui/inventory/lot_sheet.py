"""The sheet of a lot, for a recall 召回: where every piece lies, and how each came and went."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhanggui.inventory.chips import KIND_TONES, cause_words
from zhanggui.inventory.desks import LotDesk
from zhanggui.inventory.lot_desk import pieces_seen
from zhanggui.inventory.models import Location, Lot, Move
from zhanggui.inventory.states import LocationKind, LotState
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of

MOST_LINES = 500


def head_of(lot: Lot, actor: Actor) -> Mapping[str, Any]:
    return {
        "sku": lot.sku.code,
        "product": f"{lot.sku.product.name} {lot.sku.spec}".strip(),
        "supplier": lot.supplier.name if lot.supplier and actor.may("see_suppliers") else "",
        "produced_on": lot.produced_on,
        "expires_on": lot.expires_on,
        "reason": lot.reason,
    }


def places_of(lot: Lot, actor: Actor) -> Sequence[Mapping[str, Any]]:
    rows = pieces_seen({lot.sku_id}, actor=actor).filter(lot=lot.code).order_by("location__code", "pk")
    names = ("location__warehouse__name", "location__code", "location__kind", "on_hand", "promised")
    return list(rows.values(*names)[:MOST_LINES])


def moves_of(lot: Lot, actor: Actor) -> Sequence[Mapping[str, Any]]:
    """Newest first; of the actor's warehouses. The number is that of the document the pieces moved for."""
    moves = Move.objects.filter(sku_id=lot.sku_id, lot=lot.code)
    if actor.warehouse_ids is not None:
        ours = Location.objects.filter(warehouse_id__in=actor.warehouse_ids).values("pk")
        moves = moves.filter(Q(origin__in=ours) | Q(target__in=ours))
    names = ("at", "origin__code", "target__code", "quantity", "cause", "cause_id", "actor")
    rows = moves.order_by("-pk").values(*names)[:MOST_LINES]
    return [row | {"cause": cause_words(row["cause"])} for row in rows]


class LotSheet(Sheet):
    desk = LotDesk
    sections = [
        Fields(
            _("At a glance"),
            [
                Column("sku", _("Merchant code")),
                Column("product", _("Goods")),
                Column("supplier", _("Supplier")),
                Column("produced_on", _("Made on"), "day"),
                Column("expires_on", _("Good until"), "day"),
                Column("reason", _("Reason")),
            ],
            read=head_of,
        ),
        Lines(
            _("Where it lies"),
            [
                Column("warehouse", _("Warehouse"), field="location__warehouse__name"),
                Column("bin", _("Bin"), field="location__code"),
                Column("kind", _("Kind"), "state", field="location__kind", states=LocationKind, tones=KIND_TONES),
                Column("on_hand", _("On hand"), "quantity"),
                Column("promised", _("Promised to pickers"), "quantity"),
            ],
            read=places_of,
        ),
        Lines(
            _("Where it came from and went"),
            [
                Column("at", _("When"), "moment"),
                Column("origin", _("From place"), field="origin__code"),
                Column("target", _("To place"), field="target__code"),
                Column("quantity", _("Quantity"), "quantity"),
                Column("cause", _("Because of")),
                Column("cause_id", _("Number")),
                Column("actor", _("By"), "person"),
            ],
            read=moves_of,
        ),
    ]

    def badges(self, lot: Lot, actor: Actor) -> Sequence[Badge]:
        state = LotState(lot.state)
        return [Badge(state.label, "good" if state == LotState.OPEN else "bad")]

    def timeline(self, lot: Lot, actor: Actor) -> Sequence[Event]:
        return timeline_of([("lot", [lot.pk])])
