"""Gifts that rules wish for: the door between review rules and the room of gifts."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.carrier import GROUP as CARRIERS
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.facts import announce
from zhanggui.orders.models import GiftWish
from zhanggui.orders.rule_facts import GiftWished
from zhanggui.orders.rules.asking import Gift

_WISH = ("order_id", "rule_version_id", "rule_id", "sku_code", "quantity", "wished_at")


def wish_gifts(wishes: Sequence[tuple[int, Gift]], *, actor: Actor, at: datetime) -> None:
    """Each order carries the wish once per rule and SKU, whatever version of the order or rule asks again."""
    rows = insert_rows(
        GiftWish,
        _WISH,
        [(order_id, gift.version_id, gift.rule_id, gift.sku_code, gift.quantity, at) for order_id, gift in wishes],
        on_conflict='("order_id", "rule_id", "sku_code") DO NOTHING',
        returning=("order_id", "sku_code", "quantity", "rule_id"),
    )
    announce([GiftWished(*row) for row in rows], actor=actor, at=at)


def wish_words(row: Mapping[str, Any]) -> str:
    """What a person or a rule asked for, in a word of the order desk."""
    carrier = installed(CARRIERS).get(row["carrier_wish"])
    name = gettext(str(carrier.label)) if carrier else row["carrier_wish"]
    return " · ".join(filter(None, [row["warehouse_wish__name"], name]))


def look_only(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; a page about the orders is opened."""
    return Outcome(list(order_ids))
