"""Orders as the company's own rules may see them, and the rules that are on."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Exists, Q, QuerySet

from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.lines.meaning import meant_code
from zhanggui.orders.models import Hold, Order, OrderLine, ReviewRule, RuleVersion
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.fields import CaseLine, History, RuleCase
from zhanggui.orders.rules.looking import AskedRule
from zhanggui.orders.rules.marks import Chosen, marks_from, part
from zhanggui.orders.ruling.histories import histories_of
from zhanggui.orders.states import AWAITING_REVIEW, HoldReason, LineOrigin

_ORDER = (
    "pk", "version", "shop_id", "shop__channel", "placed_at", "paid_at", "cash_on_delivery", "paid", "freight",
    "discount", "buyer", "buyer_message", "seller_memo", "seller_flag", "receiver_state", "receiver_city",
    "receiver_district", "labels", "warehouse_wish_id", "carrier_wish", "by_rules", "state", "ship_by", "payment_mode",
)  # fmt: skip
_LINE = (
    "order_id", "pk", "source_id", "origin", "is_replaced", "refund", meant_code(), "title",
    "sku__product__category__name", "ordered", "amount", "sku__weight_g", "sku__floor_price",
)  # fmt: skip
_LOOKED_AT = (LineOrigin.CHANNEL, LineOrigin.PART, LineOrigin.EXCHANGE)
_REFUNDING = frozenset(state.value for state in RefundState if state.is_open)
_NO_HISTORY = History()
# Lines of ours that were cancelled alone were undone; those cancelled with the line they serve came with it.
_CAME = Q(origin=LineOrigin.CHANNEL) | Q(source__is_cancelled=True)
_AS_THEY_CAME = Q(is_cancelled=False) | (_CAME & ~Q(order__state__in=AWAITING_REVIEW))


def rule_cases(
    order_ids: Sequence[int],
    *,
    needs: Collection[str] = (),
    orders: QuerySet[Order] | None = None,
    as_they_came: bool = False,
) -> list[RuleCase]:
    """Each of these orders: two statements, and one more for each of the `needs` of the rules.

    With `orders` they are read through it: narrowed, locked. As they came, orders that were reviewed or closed still
    have all their lines, and nothing is noted of their buyers.
    """
    rows = OrderLine.objects.filter(order_id__among=set(order_ids), origin__in=_LOOKED_AT)
    stand = _AS_THEY_CAME if as_they_came else Q(is_cancelled=False)
    in_turn = rows.filter(stand).order_by("order_id", "pk").values_list(*_LINE)
    lines = {order_id: _lines(list(group)) for order_id, group in groupby(in_turn, key=lambda row: row[0])}
    zone = company_zone()
    known = Order.objects.all() if orders is None else orders
    found = list(known.filter(pk__among=set(order_ids)).order_by("pk").values_list(*_ORDER))
    past = histories_of([row[0] for row in found], keep=not as_they_came) if "history" in needs else {}
    addresses = _addresses(order_ids) if "address" in needs else {}
    return [
        RuleCase(
            pk, version, shop_id, channel, placed_at, paid_at, placed_at.astimezone(zone).hour, cod, paid, freight,
            discount, buyer, message, memo, own.flag, state, city, district, own.labels, own.warehouse_id, own.carrier,
            bought, past.get(pk, _NO_HISTORY), marks, marks != written, order_state, ours,
            placed_at.astimezone(zone).isoweekday(), ship_by, mode, written.asked_again, addresses.get(pk, ""),
        )
        for (
            pk, version, shop_id, channel, placed_at, paid_at, cod, paid, freight, discount, buyer, message, memo,
            flag, state, city, district, labels, warehouse_id, carrier, by_rules, order_state, ship_by, mode,
        ) in found
        for bought, ours in [lines.get(pk, ((), ()))]
        for written in [marks_from(by_rules)]
        for own, marks in [part(Chosen(tuple(labels), flag, warehouse_id, carrier), written)]
    ]  # fmt: skip


def _lines(rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[CaseLine, ...], tuple[CaseLine, ...]]:
    """What was bought, and what of ours is sent in its place.

    A bundle without a floor price of its own has that of its parts.
    """
    floors: dict[int, Decimal] = defaultdict(Decimal)
    bought: list[tuple[Any, ...]] = []
    ours: list[CaseLine] = []
    for _, *row in rows:
        if row[2] == LineOrigin.CHANNEL:
            bought.append(tuple(row))
            continue
        line = _line(row)
        ours.append(line)
        floors[row[1]] += line.floor_price * line.quantity
    return tuple(_line(row, parts=floors.get(row[0])) for row in bought), tuple(ours)


def _line(row: Sequence[Any], *, parts: Decimal | None = None) -> CaseLine:
    _, _, _, is_replaced, refund, code, title, category, ordered, amount, grams, floor = row
    if not floor and parts and ordered:
        floor = parts / ordered
    return CaseLine(
        code, title, category or "", ordered, amount, grams or 0, floor or Decimal(0), is_replaced,
        refund in _REFUNDING,
    )  # fmt: skip


def _addresses(order_ids: Sequence[int]) -> dict[int, str]:
    """In whole words: for comparing, never to be kept or shown."""
    return {pk: f"{one.town}{one.address}" for pk, one in receivers_of(order_ids).items()}


def rules_on() -> list[AskedRule]:
    """The rules that are on, in their places, in one statement."""
    rules = ReviewRule.objects.filter(is_on=True).select_related("version").order_by("place")
    return [asked_rule(rule, rule.version) for rule in rules if rule.version is not None]


def rules_for(order_ids: Collection[int]) -> list[AskedRule] | None:
    """The rules to ask about these orders: none, when none is on any more but earlier ones left something there; None,
    when there is nothing to ask and nothing to take off. One statement.
    """
    marked = Order.objects.filter(pk__among=set(order_ids), by_rules__isnull=False)
    held = Hold.objects.filter(order_id__among=set(order_ids), reason=HoldReason.RULE)
    asked = Q(is_on=True) | Exists(marked) | Exists(held)
    rules = ReviewRule.objects.filter(asked).select_related("version").order_by("place")
    found = list(rules)
    return [asked_rule(rule, rule.version) for rule in found if rule.is_on and rule.version] if found else None


def asked_rule(rule: ReviewRule, version: RuleVersion) -> AskedRule:
    """The rule as it is asked: for a carrier that is not installed any more it asks in vain."""
    carriers = known_carriers()
    return AskedRule(
        rule_id=rule.pk,
        version_id=version.pk,
        name=rule.name,
        condition=condition_from(version.conditions),
        acts=tuple(act for act in version.actions if act["do"] != "carrier" or act["carrier"] in carriers),
        shop_ids=frozenset(version.shop_ids),
        valid_by=version.valid_by,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
    )
