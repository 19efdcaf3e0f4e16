"""Store what a connector read: orders, what could not become one, and how far the platform is covered."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from zhanggui.channels.facts import OrderSetAside, RefundTold
from zhanggui.channels.halving import import_halving
from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.states import UnreadKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows, insert_rows
from zhanggui.kernel.doors.channel import Page
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal
from zhanggui.people.models import Shop

CHUNK = 1000

_UNREAD = ("shop_id", "kind", "number", "code", "sentence", "payload", "payload_hash", "seen_at")


class Aside(NamedTuple):
    """What could not be understood of an order, or of a refund of it."""

    number: str
    refusal: Refusal
    raw: bytes


@transaction.atomic(durable=True)
def store_page(link: ShopLink, page: Page, *, source: str, actor: Actor, at: datetime) -> Outcome[str]:
    """All of the page is in, or nothing of it. The cursor moves with the page that covers it, and never back.

    A cursor that someone set back meanwhile stays where they put it: the window of this pull does not reach there.
    """
    return store_within(link, page, source=source, actor=actor, at=at)


def store_within(link: ShopLink, page: Page, *, source: str, actor: Actor, at: datetime) -> Outcome[str]:
    """As `store_page`, with what else its transaction does."""
    Shop.objects.select_for_update(no_key=True).get(pk=link.shop_id)
    imported = Outcome[str]()
    for start in range(0, len(page.orders), CHUNK):
        imported += import_halving(
            shop_id=link.shop_id, orders=page.orders[start : start + CHUNK], source=source, actor=actor, at=at
        )
    _adopt_refunds(link.shop_id, imported.done, actor=actor, at=at)
    aside = [
        *(Aside(one.number, one.refusal, one.raw) for one in page.set_aside),
        *(Aside(order.number, imported.refused[order.number], order.raw) for order in page.orders
          if order.number in imported.refused),
    ]  # fmt: skip
    keep_unread(link.shop_id, aside, kind=UnreadKind.ORDER, read=imported.done, actor=actor, at=at)
    if page.covered_to is not None:
        cursor = ShopLink.objects.filter(pk=link.pk, covered_to__gte=link.covered_to)
        cursor.update(covered_to=Greatest(F("covered_to"), page.covered_to))
    return Outcome(done=imported.done, refused={one.number: one.refusal for one in page.set_aside} | imported.refused)


def _adopt_refunds(shop_id: int, numbers: Sequence[str], *, actor: Actor, at: datetime) -> None:
    """Cases that came before their order are told of it now."""
    if not numbers:
        return
    found = fetch_rows(
        """
        UPDATE channels_refundcase c SET order_id = o.id FROM orders_order o
        WHERE c.shop_id = %(shop)s AND c.order_id IS NULL AND c.order_number = ANY(%(numbers)s)
          AND o.shop_id = c.shop_id AND o.number = c.order_number
        RETURNING c.order_id, c.number, c.state
        """,
        {"shop": shop_id, "numbers": list(numbers)},
    )
    announce([RefundTold(*row) for row in found], actor=actor, at=at)


def keep_unread(
    shop_id: int, aside: Sequence[Aside], *, kind: UnreadKind, read: Iterable[str], actor: Actor, at: datetime
) -> None:
    """Payloads set aside are kept once; those of this kind of orders that were `read` now are no longer needed."""
    if was_read := set(read):
        Unread.objects.filter(shop_id=shop_id, kind=kind, number__among=was_read).delete()
    rows = {
        (one.number, _digest(one.raw)): (
            shop_id, kind.value, _text(one.number, 64), one.refusal.code()[:64], _text(one.refusal.sentence, 500),
            seal(one.raw), _digest(one.raw), at,
        )
        for one in aside
    }  # fmt: skip
    kept = insert_rows(
        Unread,
        _UNREAD,
        list(rows.values()),
        on_conflict='("shop_id", "number", "payload_hash") DO NOTHING',
        returning=("number", "code"),
    )
    announce([OrderSetAside(shop_id, number, code) for number, code in kept], actor=actor, at=at)


def _digest(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=16).digest()


def _text(told: str, longest: int) -> str:
    """What the platform wrote, as the database can hold it."""
    return told.replace("\0", "")[:longest]
