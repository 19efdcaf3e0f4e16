"""What the rules of a gift rehearsal have given so far, kept from one thousand orders to the next."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from zhanggui.orders.gifting.offers import goods_of
from zhanggui.orders.rules.gifts.deciding import Offer, Purse


def purse_from(kept: dict[str, Any], offers: Iterable[Offer]) -> Purse:
    """Caps as if no rule had given anything before the period; stock is not looked at."""
    return Purse(
        goods_of(code for offer in offers for code in offer.terms.codes),
        {int(rule_id): pieces for rule_id, pieces in kept.get("pieces", {}).items()},
        {int(rule_id): Decimal(money) for rule_id, money in kept.get("money", {}).items()},
        {(rule_id, buyer): times for rule_id, buyer, times in kept.get("buyers", ())},
    )


def kept_of(purse: Purse, offers: Iterable[Offer]) -> dict[str, Any]:
    """What `purse_from` reads; buyers only of rules that count them."""
    counting = {offer.rule_id for offer in offers if offer.terms.per_buyer is not None}
    return {
        "pieces": {str(rule_id): pieces for rule_id, pieces in purse.pieces.items()},
        "money": {str(rule_id): str(money) for rule_id, money in purse.money.items()},
        "buyers": [[rule_id, buyer, n] for (rule_id, buyer), n in purse.buyers.items() if rule_id in counting],
    }
