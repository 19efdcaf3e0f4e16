"""Reads over orders that span relations."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.doors.channel import ChannelOrder, PaymentMode, Receiver
from zhanggui.kernel.seal import short_head
from zhanggui.kernel.together import read_together
from zhanggui.orders.blocking.reach import unreachable_orders
from zhanggui.orders.facts import OrderReceiverExported, OrderReceiverShown, OrderSnapshotShown
from zhanggui.orders.importing.incoming import payload_hash
from zhanggui.orders.lines.meaning import meant_code
from zhanggui.orders.models import (
    BlockedBuyer,
    FileMapping,
    Hold,
    Order,
    OrderLine,
    OrderSnapshot,
)
from zhanggui.orders.payments.gates import missing_of, shut_gates_of
from zhanggui.orders.receivers.readable import CipherReaders
from zhanggui.orders.receivers.sealed import OPENED, open_receiver
from zhanggui.orders.remarks.requests import open_requests_of
from zhanggui.orders.remarks.states import RequestKind
from zhanggui.orders.rules.buyers import MASK
from zhanggui.orders.rules.marks import ruled_wishes
from zhanggui.orders.rules.review import ReviewCase, ReviewLine
from zhanggui.orders.rules.versions import Arrival, is_dated, judge_arrival, told_state, version_key
from zhanggui.orders.states import FINISHED_STATES, LineOrigin

_ORDER = (
    "pk", "number", "channel_state", "paid_at", "cash_on_delivery", "payment_mode", "difference", *OPENED,
    "buyer", "buyer_message", "seller_memo", "remark_handled", "open_holds", "shop_id", "urgent", "ship_by",
    "warehouse_wish_id", "by_rules", "state", "version",
)  # fmt: skip
LOOKED = (OrderReceiverShown, OrderReceiverExported, OrderSnapshotShown)
"""Facts that tell of a look: they keep nobody in mind longer."""

_MESSAGE, _MEMO = _ORDER.index("buyer_message"), _ORDER.index("seller_memo")
_BUYER, _HOLDS = _ORDER.index("buyer"), _ORDER.index("open_holds")
_MODE, _PAID, _DIFFERENCE = (_ORDER.index(name) for name in ("payment_mode", "paid_at", "difference"))
_LINE = (
    "order_id", "sku_id", meant_code(), "title", "ordered", "claimed", "amount", "sku__floor_price", "refund", "origin",
    "is_replaced",
)  # fmt: skip

_SEALED_BEFORE = """
SELECT id FROM orders_order
WHERE id > %(after)s AND (
    octet_length(receiver_sealed) > 1 AND substring(receiver_sealed FROM 1 FOR 5) <> %(head)s
    OR remarks_sealed <> '' AND substring(remarks_sealed FROM 1 FOR 5) <> %(head)s)
ORDER BY id LIMIT %(most)s
"""
_FINISHED = """
SELECT id FROM orders_order o
WHERE id > %(after)s AND state = ANY(%(states)s) AND modified_at < %(before)s AND placed_at < %(before)s
    AND units_claimed <= units_shipped
    AND (octet_length(receiver_sealed) > 1 OR remarks_sealed <> '')
    AND NOT EXISTS (
        SELECT 1 FROM kernel_fact f
        WHERE f.subject = 'order' AND f.subject_id = o.id AND f.at >= %(before)s AND f.name <> ALL(%(quiet)s))
ORDER BY id LIMIT %(most)s
"""


def review_cases(
    order_ids: Sequence[int], *, locks: bool = True, actor: Actor, at: datetime
) -> list[tuple[ReviewCase, str, int]]:
    """Each visible order of the set, locked, as the rules want to see it, with its state and version.

    In the order in which stock is given away; what is missing of their goods is for `StockSeen` to say. The
    statements are as many for one order as for a thousand.
    """
    asked = Order.objects.visible_to(actor).filter(pk__among=set(order_ids)).order_by("pk")
    orders = list((asked.select_for_update(no_key=True) if locks else asked).values_list(*_ORDER))
    ids = [order[0] for order in orders]
    lines: dict[int, tuple[ReviewLine, ...]] = {}
    rows = OrderLine.objects.filter(order_id__among=set(ids), is_cancelled=False).order_by("order_id", "pk")
    for order_id, group in groupby(rows.values_list(*_LINE), key=lambda row: row[0]):
        lines[order_id] = tuple(
            ReviewLine(sku_id, code, title, ordered - claimed, amount, _floor(floor, origin=origin), refund, replaced)
            for _, sku_id, code, title, ordered, claimed, amount, floor, refund, origin, replaced in group
        )
    held: dict[int, tuple[str, ...]] = {}
    if any(order[_HOLDS] for order in orders):
        for order_id, reason in Hold.objects.filter(order_id__among=ids).values_list("order_id", "reason"):
            held[order_id] = (*held.get(order_id, ()), reason)
    named = {order[_BUYER] for order in orders if MASK not in order[_BUYER]}  # behind one mask live many people
    blocked = dict(BlockedBuyer.objects.filter(buyer__among=named).values_list("buyer", "note"))
    unreachable = unreachable_orders(ids, at=at)
    unpaid = [row[0] for row in orders if row[_MODE] != PaymentMode.PAID or row[_PAID] is None or row[_DIFFERENCE] > 0]
    gates = shut_gates_of([(order_id, order_id, "") for order_id in unpaid])
    requests = open_requests_of([order[0] for order in orders if order[_MESSAGE] or order[_MEMO]])
    readers = CipherReaders()
    found = [
        (
            ReviewCase(
                order_id=pk,
                number=number,
                shop_id=shop_id,
                channel_state=channel_state,
                is_paid=paid_at is not None or (mode == PaymentMode.PAID and pk not in gates),
                cash_on_delivery=cod or mode != PaymentMode.PAID,
                receiver_name=receiver.name or cipher,
                receiver_contact=receiver.mobile or receiver.phone or cipher,
                receiver_state=state,
                receiver_city=city,
                receiver_district=district,
                receiver_address=receiver.address or cipher,
                buyer=buyer,
                remark=" / ".join(text for text in (message.strip(), memo.strip()) if text),
                remark_handled=handled,
                hold_reasons=held.get(pk, ()),
                lines=lines.get(pk, ()),
                blocked_note=(blocked[buyer] or buyer) if buyer in blocked else None,
                is_unreachable=pk in unreachable,
                urgent=urgent,
                ship_by=ship_by,
                paid_at=paid_at,
                warehouse_wish=_fixed_wish(warehouse_wish, by_rules),
                open_requests=" / ".join(
                    source for kind, source in requests.get(pk, ()) if handled or kind != RequestKind.UNREAD
                ),
                payment_missing=missing_of(gates.get(pk)) if mode != PaymentMode.PAID or paid_at is not None else "",
            ),
            own_state,
            version,
        )
        for (
            pk, number, channel_state, paid_at, cod, mode, _, state, city, district, sealed, buyer, message, memo,
            handled, _, shop_id, urgent, ship_by, warehouse_wish, by_rules, own_state, version,
        ) in orders
        for receiver in [open_receiver(state, city, district, sealed)]
        for cipher in [_readable_cipher(receiver, shop_id, readers)]
    ]  # fmt: skip
    return sorted(found, key=lambda row: row[0].turn)


def _readable_cipher(receiver: Receiver, shop_id: int, readers: CipherReaders) -> str:
    """What stands for the parts of a receiver that only the platform knows, where somebody reads it."""
    if not receiver.cipher or all((receiver.name, receiver.mobile or receiver.phone, receiver.address)):
        return ""
    return receiver.cipher if readers.read_orders_of(shop_id) else ""


def _fixed_wish(warehouse_id: int | None, by_rules: Mapping[str, Any] | None) -> int | None:
    """The warehouse that a person chose; one that a rule asked for gives way to where the goods are."""
    return None if ruled_wishes(by_rules, warehouse_id=warehouse_id, carrier="") else warehouse_id


def _floor(price: Decimal | None, *, origin: str) -> Decimal:
    """What was sold has a floor; how its price is shared among lines of ours has none."""
    return price if price is not None and origin == LineOrigin.CHANNEL else Decimal(0)


def orders_of_waybills(waybills: Sequence[str]) -> QuerySet[OrderLine, int]:
    """Ids of the orders with pieces in a parcel of one of these waybills, whichever order gave it its receiver."""
    return OrderLine.objects.filter(parcel_lines__parcel__waybill__in=waybills).values_list("order_id", flat=True)


def holds_and_waybills_of(order_ids: Sequence[int]) -> tuple[dict[int, list[Hold]], dict[int, list[str]]]:
    """The holds these orders carry, oldest first, and the waybills under which their pieces travel: one statement."""
    ids = list(order_ids)
    holds = Hold.objects.filter(order_id__among=ids).order_by("placed_at", "pk")
    travelling = OrderLine.objects.filter(order_id__among=ids, parcel_lines__parcel__waybill__gt="")
    pairs = travelling.order_by("parcel_lines__parcel_id").values_list("order_id", "parcel_lines__parcel__waybill")
    read_together(holds, pairs)
    held: dict[int, list[Hold]] = defaultdict(list)
    for hold in holds:
        held[hold.order_id].append(hold)
    waybills: dict[int, list[str]] = defaultdict(list)
    for order_id, waybill in dict.fromkeys(pairs):
        waybills[order_id].append(waybill)
    return held, waybills


def parcel_names_of(order_id: int) -> QuerySet[OrderLine, Any]:
    """Parcels in which pieces of this order travel, oldest first, as (id, waybill, number), once for each line."""
    rows = OrderLine.objects.filter(order_id=order_id, parcel_lines__isnull=False).order_by("parcel_lines__parcel_id")
    return rows.values_list("parcel_lines__parcel_id", "parcel_lines__parcel__waybill", "parcel_lines__parcel__number")


def known_versions(*, shop_id: int, orders: Sequence[ChannelOrder]) -> dict[str, str]:
    """What importing these orders would mean for each number: `new`, `changed`, `disputed` or `same`.

    Disputed is other content of the moment we have already, as never came before: the order would wait for somebody to
    decide. One statement, and one more where there is such content.
    """
    rows = Order.objects.filter(shop_id=shop_id, number__among=[order.number for order in orders])
    known = {
        number: (pk, version_key(modified_at=modified_at, state=state, payload_hash=bytes(digest)), state)
        for pk, number, modified_at, state, digest in rows.values_list(
            "pk", "number", "modified_at", "channel_state", "payload_hash"
        )
    }
    found: dict[str, str] = {}
    disputed: dict[tuple[int, bytes], str] = {}
    for order in orders:
        if order.number not in known:
            found[order.number] = "new"
            continue
        pk, ours, state = known[order.number]
        key = version_key(
            modified_at=order.modified_at, state=told_state(order, state), payload_hash=payload_hash(order)
        )
        arrival = judge_arrival(known=ours, arriving=key, is_dated=is_dated(order))
        found[order.number] = "changed" if arrival is Arrival.NEWER else "same"
        if arrival is Arrival.CONFLICT:
            disputed[pk, key.payload_hash] = order.number
    if disputed:
        came = OrderSnapshot.objects.filter(order_id__among={pk for pk, _ in disputed})
        stored = {(pk, bytes(digest)) for pk, digest in came.values_list("order_id", "payload_hash")}
        found |= {number: "disputed" for version, number in disputed.items() if version not in stored}
    return found


def sealed_before(*, after: int, at_most: int) -> list[int]:
    """The next orders behind this one whose receiver or remarks an older key sealed."""
    return [pk for (pk,) in fetch_rows(_SEALED_BEFORE, {"after": after, "head": short_head(), "most": at_most})]


def finished_before(moment: datetime, *, after: int, at_most: int) -> list[int]:
    """The next orders behind this one with words to forget, on which nothing was done since `moment`."""
    given = {
        "after": after, "before": moment, "most": at_most, "states": [state.value for state in FINISHED_STATES],
        "quiet": [fact.NAME for fact in LOOKED],
    }  # fmt: skip
    return [pk for (pk,) in fetch_rows(_FINISHED, given)]


def newest_mappings() -> dict[str, FileMapping]:
    """The newest version of each mapping of order files, by name."""
    rows = FileMapping.objects.order_by("name", "-version").distinct("name")
    return {mapping.name: mapping for mapping in rows}
