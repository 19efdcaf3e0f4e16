"""A small company whose orders are merged and split at random, and what must be true of its parcels at any time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, Sum

from tests.world import BY, broken_promises
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import Sku
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.join_parcels import join_parcels
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.unmerge_parcels import NotMerged, unmerge_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.rules.worth import Worth
from zhanggui.fulfilment.tests.merging import group, live, plan
from zhanggui.fulfilment.worth import parcel_worths_of
from zhanggui.inventory.models import Balance, Claim
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.channel import ChannelOrder, RefundState
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.testing import AT, RECEIVER, channel_order, gift_draft, make_gift_rules, make_orders, make_shop
from zhanggui.people.models import Shop

LIMITS = {"by_units": 2, "by_weight": 700, "by_volume": 1_500}
LIGHT, HEAVY = "testcarrier", "testexpress"
"""Cheap up to a kilogram, and cheap beyond it."""
Undo = Callable[[], None]


class Bought(NamedTuple):
    """An order: its goods, who gets it, how it is paid, in how many hours it must leave, and its money."""

    goods: dict[str, int]
    receiver: str
    pays_at_door: bool
    hours: int | None
    freight: Decimal
    discount: Decimal

    def order(self) -> ChannelOrder:
        return channel_order(
            skus=self.goods,
            receiver=replace(RECEIVER, name=self.receiver),
            cash_on_delivery=self.pays_at_door,
            ship_by=None if self.hours is None else AT + timedelta(hours=self.hours),
            freight=self.freight,
            discount=self.discount,
        )


def make_company(*, merges: bool = False) -> Shop:
    """Two carriers, two warehouses, a gift with every A, and a shop that merges by itself or does not."""
    a, b, gift, bundle = (_sku(code, place) for place, code in enumerate(("A", "B", "GIFT", "SET")))
    set_bundles(bundles=[BundleDraft(bundle.code, ((a.code, 2), (b.code, 1)))], **BY)
    make_gift_rules(gift_draft("gift", ("skus", "any", a.code), sku=gift.code))
    home, far = make_warehouse(), make_warehouse()
    make_stock(home, {a.pk: 60, b.pk: 60, gift.pk: 60})
    make_stock(far, {a.pk: 40, b.pk: 3})
    drafts = [CollectionDraft(one.pk, carrier) for one in (home, far) for carrier in (LIGHT, HEAVY)]
    set_warehouse_carriers(carriers=drafts, **BY)
    set_freight_tables(tables=[_table(LIGHT, 3, 9), _table(HEAVY, 5, 1)], **BY)
    shop = make_shop()
    if merges:
        group(shop)
    return shop


@contextmanager
def planned(shop: Shop, bought: list[Bought]) -> Iterator["Company"]:
    """These orders are planned, and A is hard to find in the first warehouse: others have promised most of it.

    Whatever is done to them, the promises hold at the end, and then nothing of it is left.
    """
    with transaction.atomic():
        orders = [one.order() for one in bought]
        plan(make_orders(shop, orders))
        hidden = Balance.objects.filter(sku__code="A", on_hand=60)
        hidden.update(promised=57)
        table = Company(shop, orders)
        table.check()
        yield table
        hidden.update(promised=F("promised") - 57)
        assert broken_promises() == []
        transaction.set_rollback(True)


def _sku(code: str, place: int) -> Sku:
    (sku,) = make_skus(1, category=f"category {place}", weight_g=150 * (place + 1))
    Sku.objects.filter(pk=sku.pk).update(code=code, volume_cm3=400 * place)
    sku.code = code
    return sku


def _table(carrier: str, first: int, more: int) -> Table:
    zone = Zone("all", (Area("浙江省"),), first_fee=Decimal(first), step_fee=Decimal(more), days=2)
    return Table(carrier, carrier, (zone,))


@dataclass
class Company:
    """What may happen to its parcels, step by step. Each step answers how it is undone."""

    shop: Shop
    orders: list[ChannelOrder]

    def step(self, name: str, which: int) -> list[Undo]:
        ids = [parcel.pk for parcel in live()]
        if not ids:
            return []
        chosen = ids[which % len(ids)]
        if name == "merge":
            done = merge_parcels(parcel_ids=[pk for place, pk in enumerate(ids) if which >> place & 1], **BY).done
            heads = [parcel.pk for parcel in live() if parcel.pk in done]
            return [_unmerge(pk) for pk in heads]
        if name == "wave":  # only what a later undo touches: nothing else takes a parcel out of its wave
            touched = Q(split_from__isnull=False) | Q(offcuts__isnull=False) | Q(parts__isnull=False)
            build_waves(parcel_ids=Parcel.objects.filter(touched, pk=chosen).values_list("pk", flat=True), **BY)
            return []
        line = ParcelLine.objects.filter(parcel_id=chosen).order_by("pk").last()
        take = {line.pk: 1 + which % line.quantity} if line and name == "by_hand" else None
        split_parcels(parcel_ids=[chosen], way=name, limit=LIMITS.get(name, 0), take=take, **BY)
        return [_join([parcel.pk for parcel in live() if parcel.pk not in ids])]

    def refund(self, which: int) -> None:
        """The platform pays back one line, and what is under way is told to stop."""
        place = which % len(self.orders)
        order = self.orders[place]
        first, *others = order.lines
        fresh = replace(
            order, lines=(replace(first, refund=RefundState.SUCCEEDED), *others), modified_at=AT, raw=b"refund"
        )
        stop_orders(order_ids=make_orders(self.shop, [fresh]), **BY)

    def check(self) -> None:
        """Every parcel on its way is what its orders allow. All together are worth what was paid, to the cent, or less
        while an order that was stopped waits to be reviewed again."""
        parcels = live()
        rows = ParcelLine.objects.filter(parcel__in=parcels).select_related("order_line__order")
        inside: dict[int, list[Order]] = {}
        for row in rows:
            inside.setdefault(row.parcel_id, []).append(row.order_line.order)
        for parcel in parcels:
            orders = inside[parcel.pk]
            deadlines = [order.ship_by for order in orders if order.ship_by]
            assert parcel.ship_by == min(deadlines, default=None)
            assert len({order.payment_mode for order in orders}) == 1
            assert len({bytes(order.receiver_digest) for order in orders}) == 1
            assert parcel.carrier == (LIGHT if parcel.expected_g <= 1_000 else HEAVY)
        whole = sum(parcel_worths_of([parcel.pk for parcel in parcels]).values(), Worth())
        paid = self._paid()
        waiting = OrderLine.objects.filter(is_cancelled=False, is_replaced=False, claimed__lt=F("ordered"))
        is_part = waiting.exclude(origin="gift").exists()
        assert whole.amount < paid.amount if is_part else whole == paid

    def claimed(self) -> list[tuple[int, int]]:
        """Pieces of each SKU that are held, wherever."""
        rows = Claim.objects.filter(state="held").values("sku_id").annotate(pieces=Sum("quantity"))
        return list(rows.order_by("sku_id").values_list("sku_id", "pieces"))

    def _paid(self) -> Worth:
        """What the lines that still count were sold for, with freight and discount of their orders."""
        found = Worth()
        for order in Order.objects.prefetch_related("lines"):
            lines = [line for line in order.lines.all() if line.origin == "channel" and not line.is_cancelled]
            if lines:
                found += Worth(sum((line.amount for line in lines), Decimal(0)), order.freight, order.discount)
        return found


def _unmerge(pk: int) -> Undo:
    def undo() -> None:
        refused = unmerge_parcels(parcel_ids=[pk], **BY).refused.values()
        assert {type(why) for why in refused} <= {NotMerged}  # a merge of a merge is one merge

    return undo


def _join(pks: list[int]) -> Undo:
    def undo() -> None:
        assert join_parcels(parcel_ids=pks, **BY).refused == {}

    return undo
