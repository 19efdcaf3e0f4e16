"""Orders for tests, brought in through the real import."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.kernel.doors.channel import ChannelLine, ChannelOrder, ChannelState, Receiver
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.switch_gift_rules import switch_gift_rules
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import GiftRule, Order, ReviewRule
from zhanggui.orders.rules.conditions import Condition, Group, Test
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.gifts.drafts import GiftDraft
from zhanggui.orders.rules.gifts.terms import GiftChoice, GiftTerms
from zhanggui.people.models import Shop

AT = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
ACTOR = system_actor("test")
_numbers = count(1)

RECEIVER = Receiver(
    name="王䶮",
    mobile="13800138000",
    state="浙江省",
    city="杭州市",
    district="西湖区",
    address="文一西路969号3幢502室",
)


def make_shop(code: str = "", *, channel: str = "files") -> Shop:
    code = code or f"shop{next(_numbers)}"
    return Shop.objects.create(code=code, name=f"Shop {code}", channel=channel)


def channel_order(number: str = "", skus: Mapping[str, int] | Sequence[str] = (), **changes: Any) -> ChannelOrder:
    """A paid order as a connector would give it; `skus` by code, with quantities or one each."""
    number = number or f"T{next(_numbers):08}"
    wanted = skus if isinstance(skus, Mapping) else dict.fromkeys(skus, 1)
    lines = tuple(
        ChannelLine(f"{number}-{place}", code, f"Goods {code}", "", quantity, Decimal(10), Decimal(10) * quantity)
        for place, (code, quantity) in enumerate(wanted.items(), start=1)
    )
    order = ChannelOrder(
        number=number,
        state=ChannelState.AWAITING_SHIPMENT,
        placed_at=AT - timedelta(hours=1),
        paid_at=AT - timedelta(minutes=50),
        modified_at=AT - timedelta(minutes=50),
        lines=lines,
        receiver=RECEIVER,
        buyer="buyer**",
        paid=sum((line.amount for line in lines), Decimal(0)),
    )
    order = replace(order, **changes)
    return order if order.raw else replace(order, raw=repr(order).encode())


def make_orders(
    shop: Shop, orders: Sequence[ChannelOrder], *, actor: Actor = ACTOR, at: datetime = AT, source: str = "test"
) -> list[int]:
    """The orders are in; answers their ids in the order given."""
    import_orders(shop_id=shop.pk, orders=orders, source=source, actor=actor, at=at)
    ids = dict(Order.objects.filter(shop=shop).values_list("number", "pk"))
    return [ids[order.number] for order in orders if order.number in ids]


def rule_draft(
    name: str, *tests: tuple[str, ...], acts: Sequence[Mapping[str, Any]] = ({"do": "pass"},), **changes: Any
) -> RuleDraft:
    """A rule for orders that stand every test, each (field, operator, *values)."""
    return replace(RuleDraft(name, _condition(tests), tuple(acts)), **changes)


def _condition(tests: Sequence[tuple[str, ...]]) -> Condition:
    group = Group("all", tuple(Test(field, operator, values) for field, operator, values in map(_split, tests)))
    return Condition("all", (group,) if tests else ())


def _split(test: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    field, operator, *values = test
    return field, operator, tuple(values)


def make_rules(*drafts: RuleDraft, is_on: bool = True, actor: Actor = ACTOR, at: datetime = AT) -> list[int]:
    """The rules are written, and on; answers their ids in the order given."""
    written = write_rules(drafts=drafts, actor=actor, at=at).done
    ids = dict(ReviewRule.objects.filter(name__in=written).values_list("name", "pk"))
    rule_ids = [ids[draft.name] for draft in drafts]
    switch_rules(rule_ids=rule_ids, is_on=is_on, actor=actor, at=at)
    return rule_ids


def gift_draft(
    name: str, *tests: tuple[str, ...], sku: str = "", terms: Mapping[str, Any] | None = None, **changes: Any
) -> GiftDraft:
    """A gift rule for orders that stand every test: one piece of `sku`, unless the terms say otherwise."""
    wanted = {"gifts": (GiftChoice(sku),), **(terms or {})}
    return replace(GiftDraft(name, _condition(tests), GiftTerms(**wanted)), **changes)


def make_gift_rules(
    *drafts: GiftDraft, is_on: bool = True, actor: Actor = ACTOR, at: datetime = AT - timedelta(days=1)
) -> list[int]:
    """The gift rules are written, and were on before orders came; answers their ids in the order given."""
    written = write_gift_rules(drafts=drafts, actor=actor, at=at).done
    ids = dict(GiftRule.objects.filter(name__in=written).values_list("name", "pk"))
    rule_ids = [ids[draft.name] for draft in drafts]
    if is_on:
        switch_gift_rules(rule_ids=rule_ids, is_on=True, actor=actor, at=at)
    return rule_ids
