"""Rules of the company's own about carriers: for which parcels one is preferred, and for which it is forbidden."""

from collections.abc import Sequence
from typing import NamedTuple

from zhanggui.fulfilment.rules.areas import Area, around, key_of

PREFERRED = 1_000_000
"""Points of a preferred carrier: more than any price. The rule that comes first gives most."""


class Goods(NamedTuple):
    """What a rule may look at."""

    area: Area
    grams: int
    shop_id: int
    category_ids: frozenset[int]
    sku_ids: frozenset[int]
    remark: str


class CarrierRule(NamedTuple):
    """Fits when everything it names fits; what it leaves open fits always. A weight band is half open: above the
    lower end, up to and with the upper."""

    name: str
    carrier: str
    is_forbidding: bool
    area: Area | None = None
    above_g: int = 0
    up_to_g: int | None = None
    shop_id: int | None = None
    category_id: int | None = None
    sku_id: int | None = None
    words: str = ""


class Verdict(NamedTuple):
    points: int = 0
    forbidden_by: str = ""


def fits(rule: CarrierRule, goods: Goods) -> bool:
    """Whether the rule speaks of these goods."""
    return (
        (rule.area is None or key_of(rule.area) in around(goods.area))
        and (not rule.above_g or goods.grams > rule.above_g)
        and (rule.up_to_g is None or goods.grams <= rule.up_to_g)
        and rule.shop_id in (None, goods.shop_id)
        and (rule.category_id is None or rule.category_id in goods.category_ids)
        and (rule.sku_id is None or rule.sku_id in goods.sku_ids)
        and rule.words.casefold() in goods.remark.casefold()
    )


def verdict_of(rules: Sequence[CarrierRule], carrier: str, goods: Goods) -> Verdict:
    """What the first rule that speaks of this carrier and these goods says."""
    for place, rule in enumerate(rules):
        if rule.carrier == carrier and fits(rule, goods):
            return Verdict(forbidden_by=rule.name) if rule.is_forbidding else Verdict(points=PREFERRED - place)
    return Verdict()
