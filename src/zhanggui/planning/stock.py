"""What lies in a warehouse, what is promised there, what orders wait for, and what is on its way."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.states import SELLABLE, LocationKind
from zhanggui.orders.models import PurchaseWish, ShortSku
from zhanggui.orders.shortages.states import WishState
from zhanggui.people.models import Warehouse
from zhanggui.planning.models import Suggestion
from zhanggui.planning.rules.waiting import Wish, share_waiting
from zhanggui.planning.states import SuggestionState
from zhanggui.purchasing import queries
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.purchasing.states import PurchaseState
from zhanggui.transfers.models import TransferLine
from zhanggui.transfers.states import TransferState

COUNTED = sorted({*SELLABLE, LocationKind.RECEIVING})
"""What came in and waits for its inspection counts too: most of it passes, and it is on order no more."""
DRAFTED_STATES = (PurchaseState.DRAFT, PurchaseState.TO_APPROVE)


@dataclass(frozen=True, slots=True)
class Stock:
    """Pieces by SKU in one warehouse; a SKU that is not named has none."""

    on_hand: Mapping[int, int]
    claimed: Mapping[int, int]
    short: Mapping[int, int]
    approved: Mapping[int, int]
    on_order: Mapping[int, int]
    coming: Mapping[int, int]


def stock_of(sku_ids: Collection[int], *, warehouse_id: int) -> Stock:
    asked = set(sku_ids)
    lying = Balance.objects.filter(sku_id__among=asked, location__warehouse_id=warehouse_id, on_hand__gt=0)
    inside = lying.filter(location__kind__in=COUNTED).values_list("sku_id").annotate(Sum("on_hand")).order_by()
    claims = Availability.objects.filter(sku_id__among=asked, warehouse_id=warehouse_id, claimed__gt=0)
    approved = Suggestion.objects.filter(sku_id__among=asked, warehouse_id=warehouse_id, state=SuggestionState.APPROVED)
    short = waited_for([warehouse_id])
    return Stock(
        on_hand=dict(inside),
        claimed=dict(claims.values_list("sku_id", "claimed")),
        short={sku_id: pieces for (_, sku_id), pieces in short.items() if sku_id in asked},
        approved=dict(approved.values_list("sku_id").annotate(Sum("quantity")).order_by()),
        on_order=on_order(asked, warehouse_id=warehouse_id),
        coming=coming(asked, warehouse_id=warehouse_id),
    )


def waited_for(warehouse_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """Pieces that orders wait for, by warehouse and SKU: where somebody wished them to come in, and else in the
    warehouse that is asked first."""
    short = dict(ShortSku.objects.filter(short__gt=0).values_list("pk", "short"))
    open_ones = PurchaseWish.objects.filter(state=WishState.OPEN, sku_id__among=set(short)).order_by("pk")
    wishes = [Wish(*row) for row in open_ones.values_list("warehouse_id", "sku_id", "quantity")]
    first = Warehouse.objects.order_by("priority", "pk").values_list("pk", flat=True).first()
    shared = share_waiting(short, wishes, first=first)
    return {key: pieces for key, pieces in shared.items() if key[0] in warehouse_ids}


def on_order(sku_ids: Iterable[int], *, warehouse_id: int) -> dict[int, int]:
    """Pieces ordered from suppliers and not yet come. Drafts, and what waits to be agreed to, are among them: else the
    next plan would have them bought again."""
    asked = set(sku_ids)
    found = Counter(queries.on_order(asked, warehouse_id=warehouse_id))
    drafted = PurchaseLine.objects.filter(
        sku_id__among=asked, order__warehouse_id=warehouse_id, order__state__in=DRAFTED_STATES
    )
    found.update(dict(drafted.order_by().values_list("sku_id").annotate(Sum("ordered"))))
    return found


def coming(sku_ids: Collection[int], *, warehouse_id: int) -> dict[int, int]:
    """Pieces another warehouse has sent and that have not arrived. What an arrival lacked is not among them: it may be
    lost."""
    lines = TransferLine.objects.filter(
        sku_id__among=set(sku_ids), transfer__target_id=warehouse_id, transfer__state=TransferState.SENT
    )
    return dict(lines.order_by().values_list("sku_id").annotate(Sum("sent")))
