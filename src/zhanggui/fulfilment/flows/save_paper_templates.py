"""Save how papers look.

Afterwards each is a new version for its warehouse and shop, and papers are printed by it; the versions before are kept.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from zhanggui.fulfilment.models import PaperLogo, SavedTemplate
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.papers.templates import OF_SHOPS, PaperTemplate, check_template

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('fulfilment_savedtemplate'))"


class PaperOfNoShop(Refusal):
    """Parcels of several shops stand on this paper: it is designed for a warehouse."""


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template for a warehouse, a shop, both, or for whatever has none of its own."""

    template: PaperTemplate
    warehouse_id: int | None = None
    shop_id: int | None = None


@transaction.atomic
def save_paper_templates(*, templates: Sequence[TemplateDraft], actor: Actor, at: datetime) -> Outcome[int]:
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    scopes = SavedTemplate.objects.values_list("paper", "warehouse_id", "shop_id").annotate(last=Max("version"))
    last = {tuple(scope): version for *scope, version in scopes.order_by()}
    logos = {draft.template.logo for draft in templates} - {""}
    there = set(PaperLogo.objects.filter(digest__among=logos).values_list("digest", flat=True)) if logos else set()
    refused: dict[int, Refusal] = {}
    rows: list[SavedTemplate] = []
    for place, draft in enumerate(templates):
        try:
            check_template(draft.template)
            _check_scope(draft, actor)
            if draft.template.logo and draft.template.logo not in there:
                raise NotFound(what="logo", key=draft.template.logo)
        except Refusal as refusal:
            refused[place] = refusal
            continue
        scope = (draft.template.paper, draft.warehouse_id, draft.shop_id)
        last[scope] = last.get(scope, 0) + 1
        rows.append(
            SavedTemplate(
                paper=scope[0], warehouse_id=scope[1], shop_id=scope[2], version=last[scope], is_current=False,
                template=asdict(draft.template), made_by=actor.name, made_at=at,
            )
        )  # fmt: skip
    saved = SavedTemplate.objects.bulk_create(rows)
    newest = {(one.paper, one.warehouse_id, one.shop_id): one.pk for one in saved}
    current = SavedTemplate.objects.filter(is_current=True).values_list("pk", "paper", "warehouse_id", "shop_id")
    replaced = [pk for pk, *scope in current if tuple(scope) in newest]
    SavedTemplate.objects.filter(pk__among=set(replaced)).update(is_current=False)
    SavedTemplate.objects.filter(pk__among=set(newest.values())).update(is_current=True)
    return Outcome(done=[one.pk for one in saved], refused=refused)


def _check_scope(draft: TemplateDraft, actor: Actor) -> None:
    """Whoever sees only some warehouses or shops decides only for those."""
    if actor.warehouse_ids is not None and draft.warehouse_id not in actor.warehouse_ids:
        raise NotFound(what="warehouse", key=draft.warehouse_id)
    if draft.template.paper not in OF_SHOPS:
        if draft.shop_id is not None:
            raise PaperOfNoShop
    elif actor.shop_ids is not None and draft.shop_id not in actor.shop_ids:
        raise NotFound(what="shop", key=draft.shop_id)
