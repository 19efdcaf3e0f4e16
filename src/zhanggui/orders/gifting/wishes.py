"""Gifts that review rules wish for: the door between review rules and the room of gifts."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.orders.gifting.giving import WishedGift, give_wished
from zhanggui.orders.models import GiftWish
from zhanggui.orders.rules.asking import Gift
from zhanggui.orders.ruling.facts import GiftWished

_WISH = ("order_id", "rule_version_id", "rule_id", "sku_code", "quantity", "wished_at")


def wish_gifts(wishes: Sequence[tuple[int, Gift]], *, actor: Actor, at: datetime) -> None:
    """Each order carries the gift once per rule and SKU, whatever version of the order or rule asks again."""
    rows = insert_rows(
        GiftWish,
        _WISH,
        [(order_id, gift.version_id, gift.rule_id, gift.sku_code, gift.quantity, at) for order_id, gift in wishes],
        on_conflict='("order_id", "rule_id", "sku_code") DO NOTHING',
        returning=("id", "order_id", "sku_code", "quantity", "rule_id"),
    )
    announce([GiftWished(*row[1:]) for row in rows], actor=actor, at=at)
    give_wished([WishedGift(*row[:4]) for row in rows], actor=actor, at=at)
