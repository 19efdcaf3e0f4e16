"""In which words, in which language and through which account a shop speaks to the buyer of an order."""

from collections.abc import Mapping
from typing import Any

from zhanggui.logistics.models import NoticeRule
from zhanggui.logistics.notices.rules import USUAL_LANGUAGE, language_of

OF_ORDER = ("shop_id", "shop__name", "number", "goods", "receiver_digest", "receiver_state", "receiver_city")
"""What a notice asks of its order."""

RuleBook = Mapping[int, Mapping[str, NoticeRule]]
"""By shop and language."""


def rules_of(event: str) -> RuleBook:
    """The rules of an event that are followed. One statement."""
    book: dict[int, dict[str, NoticeRule]] = {}
    rows = NoticeRule.objects.filter(event=event, is_on=True, account__is_active=True)
    for rule in rows.select_related("account").order_by("pk"):
        book.setdefault(rule.shop_id, {})[rule.language] = rule
    return book


def rule_for(rules: Mapping[str, NoticeRule], *, state: str, city: str) -> NoticeRule:
    """In the receiver's language where the shop has words in it, else in the usual one, else in the one it has."""
    wanted = (language_of(state + city), USUAL_LANGUAGE, *rules)
    return next(rules[language] for language in wanted if language in rules)


def buyer_key(order_id: int, digest: Any) -> bytes:
    """The same for one receiver; where nobody knows who it is, for one order."""
    return bytes(digest or b"") or f"order {order_id}".encode()
