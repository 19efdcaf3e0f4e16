"""Retire templates of the company's own.

Afterwards no remark is read by them; requests made with them stay what they are. Saving one again uses it again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.facts import TemplateRetired
from zhanggui.orders.models import RemarkTemplate


@transaction.atomic
def retire_remark_templates(*, template_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    templates = RemarkTemplate.objects.filter(pk__among=set(template_ids)).order_by("pk").select_for_update()
    names = dict(templates.values_list("pk", "name"))
    RemarkTemplate.objects.filter(pk__among=set(names)).update(is_used=False)

    announce([TemplateRetired(pk, name) for pk, name in names.items()], actor=actor, at=at)
    return Outcome(done=list(names), refused=not_found("template", template_ids, names))
