"""Gift rules in the public API: write, switch, move, rehearse, apply, apply anew."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Flag, Id, Ids, Moment, flow_operation, run
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.move_gift_rules import move_gift_rules
from zhanggui.orders.flows.reapply_gifts import reapply_gifts
from zhanggui.orders.flows.rehearse_gifts import rehearse_gifts
from zhanggui.orders.flows.switch_gift_rules import switch_gift_rules
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.rules.gifts.drafts import GiftDraft
from zhanggui.orders.rules.gifts.terms import GiftChoice, GiftTerms
from zhanggui.orders.ruling.api import GroupIn, Join, condition_of

router = Router(tags=["orders"])

Code = Annotated[str, Field(min_length=1, max_length=64)]
Word = Annotated[str, Field(max_length=40)]
Number = Annotated[int, Field(ge=1, le=10**9 - 1, strict=True)]
Money = Annotated[Decimal, Field(gt=0, max_digits=11, decimal_places=2)]


class GiftIn(Asked):
    sku: Code
    quantity: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    instead: Annotated[list[Code], Field(max_length=10, description="Given when it is out of stock, in order.")] = []


class GiftRuleIn(Asked):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    rule_id: Id | None = None
    seen: Annotated[int | None, Field(description="The number of the version that was changed.")] = None
    join: Join = "all"
    groups: Annotated[list[GroupIn], Field(max_length=10)] = []
    gifts: Annotated[list[GiftIn], Field(min_length=1, max_length=10)]
    per: Literal["order", "pieces", "amount", "paid", "sets"] = "order"
    every: Money = Decimal(1)
    counted: Annotated[list[Code], Field(max_length=200)] = []
    most_times: Number | None = None
    when_short: Literal["wait", "without"] = "without"
    group: Word = ""
    is_alone: Flag = False
    cap_pieces: Number | None = None
    cap_money: Money | None = None
    per_buyer: Number | None = None
    keep_stock: Annotated[int, Field(ge=0, le=10**9 - 1, strict=True)] = 0
    only_asked: Annotated[Flag, Field(description="Only where a review rule asks for it.")] = False
    shop_ids: Annotated[list[Id], Field(max_length=500)] = []
    valid_by: Literal["placed", "paid"] = "placed"
    valid_from: Moment | None = None
    valid_until: Moment | None = None

    def as_draft(self) -> GiftDraft:
        terms = GiftTerms(
            gifts=tuple(GiftChoice(gift.sku, gift.quantity, tuple(gift.instead)) for gift in self.gifts),
            per=self.per,
            every=self.every,
            counted=tuple(self.counted),
            most_times=self.most_times,
            when_short=self.when_short,
            group=self.group,
            is_alone=self.is_alone,
            cap_pieces=self.cap_pieces,
            cap_money=self.cap_money,
            per_buyer=self.per_buyer,
            keep_stock=self.keep_stock,
            only_asked=self.only_asked,
        )
        return GiftDraft(
            self.name, condition_of(self.join, self.groups), terms, self.rule_id, self.seen, tuple(self.shop_ids),
            self.valid_by, self.valid_from, self.valid_until,
        )  # fmt: skip


class WriteGiftRules(Asked):
    rules: Annotated[list[GiftRuleIn], Field(min_length=1, max_length=500)]


class GiftRuleIds(Asked):
    rule_ids: Ids


class SwitchGiftRules(GiftRuleIds):
    is_on: Flag


class MoveGiftRules(GiftRuleIds):
    steps: Annotated[int, Field(ge=-1000, le=1000, strict=True)]


class RehearseGifts(Asked):
    rules: Annotated[list[GiftRuleIn], Field(min_length=1, max_length=20)]
    placed_from: Moment
    placed_until: Moment


class GiftedOrders(Asked):
    order_ids: Ids


@flow_operation(router, write_gift_rules)
def write_gift_rules_endpoint(request: HttpRequest, asked: WriteGiftRules) -> Answered:
    drafts = [rule.as_draft() for rule in asked.rules]
    return run(write_gift_rules, request, drafts=drafts)


@flow_operation(router, switch_gift_rules)
def switch_gift_rules_endpoint(request: HttpRequest, asked: SwitchGiftRules) -> Answered:
    return run(switch_gift_rules, request, **asked.model_dump())


@flow_operation(router, move_gift_rules)
def move_gift_rules_endpoint(request: HttpRequest, asked: MoveGiftRules) -> Answered:
    return run(move_gift_rules, request, **asked.model_dump())


@flow_operation(router, rehearse_gifts)
def rehearse_gifts_endpoint(request: HttpRequest, asked: RehearseGifts) -> Answered:
    drafts = [rule.as_draft() for rule in asked.rules]
    return run(rehearse_gifts, request, drafts=drafts, placed_from=asked.placed_from, placed_until=asked.placed_until)


@flow_operation(router, apply_gifts)
def apply_gifts_endpoint(request: HttpRequest, asked: GiftedOrders) -> Answered:
    return run(apply_gifts, request, order_ids=asked.order_ids)


@flow_operation(router, reapply_gifts)
def reapply_gifts_endpoint(request: HttpRequest, asked: GiftedOrders) -> Answered:
    return run(reapply_gifts, request, order_ids=asked.order_ids)
