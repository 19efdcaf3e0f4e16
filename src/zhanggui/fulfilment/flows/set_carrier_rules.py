"""Write rules that prefer or forbid a carrier.

Afterwards planning asks these rules too, those with the lowest priority number first; a rule of the same name is
replaced.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.models import Category, Sku
from zhanggui.fulfilment.models import CarrierRule
from zhanggui.fulfilment.places.rows import check_carrier, refused_by, set_rows
from zhanggui.fulfilment.rules.areas import AreaUnclear
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Shop


class BandEmpty(Refusal):
    """The weight band of rule “{rule}” is empty."""


class RuleDraft(NamedTuple):
    """What is left open fits always."""

    name: str
    carrier: str
    is_forbidding: bool = False
    priority: int = 100
    is_on: bool = True
    state: str = ""
    city: str = ""
    district: str = ""
    above_g: int = 0
    up_to_g: int | None = None
    shop_id: int | None = None
    category_id: int | None = None
    sku_id: int | None = None
    words: str = ""


@transaction.atomic
def set_carrier_rules(*, rules: Sequence[RuleDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.name: draft for draft in rules}
    known = {
        "shop": set(Shop.objects.visible_to(actor).values_list("pk", flat=True)),
        "category": set(Category.objects.values_list("pk", flat=True)),
        "SKU": set(Sku.objects.filter(pk__among=[r.sku_id for r in rules if r.sku_id]).values_list("pk", flat=True)),
    }

    def check(draft: RuleDraft) -> None:
        check_carrier(draft.carrier)
        if (draft.city and not draft.state) or (draft.district and not draft.city):
            raise AreaUnclear(area=f"{draft.state}/{draft.city}/{draft.district}")
        if draft.up_to_g is not None and draft.up_to_g <= draft.above_g:
            raise BandEmpty(rule=draft.name)
        for what, key in (("shop", draft.shop_id), ("category", draft.category_id), ("SKU", draft.sku_id)):
            if key is not None and key not in known[what]:
                raise NotFound(what=what, key=key)

    refused = refused_by(drafts, check)
    rows = {name: draft for name, draft in drafts.items() if name not in refused}
    set_rows(CarrierRule, RuleDraft._fields, ("name",), rows, actor=actor, at=at)
    return Outcome(done=list(rows), refused=refused)
