"""Save templates of the company's own by which remarks are read.

Afterwards each template, found by its name, has these words and fields and is used. Remarks that came in before are
not read again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import TemplateSaved
from zhanggui.orders.models import RemarkTemplate
from zhanggui.orders.rules.remarks.writing import check_template

_TEMPLATE = ("name", "words", "fields", "is_used")


class TemplateDraft(NamedTuple):
    """A template as it is written down; `fields` are (name, kind)."""

    name: str
    words: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = (("text", "text"),)


@transaction.atomic
def save_remark_templates(*, templates: Sequence[TemplateDraft], actor: Actor, at: datetime) -> Outcome[str]:
    ready: dict[str, TemplateDraft] = {}
    refused: dict[str, Refusal] = {}
    for one in templates:
        try:
            check_template(name=one.name, words=one.words, fields=one.fields)
        except Refusal as refusal:
            refused[one.name] = refusal
        else:
            ready[one.name] = one

    rows = [
        (one.name, orjson.dumps(one.words).decode(), orjson.dumps(one.fields).decode(), True) for one in ready.values()
    ]
    saved = insert_rows(
        RemarkTemplate,
        _TEMPLATE,
        rows,
        on_conflict='("name") DO UPDATE SET "words" = EXCLUDED."words", "fields" = EXCLUDED."fields", "is_used" = true',
        returning=("id", "name"),
    )

    announce([TemplateSaved(pk, name) for pk, name in saved], actor=actor, at=at)
    return Outcome(done=list(ready), refused=refused)
