"""Save how order files of an origin are read.

Afterwards each mapping is there under its name. One that says something else than its newest version is a new version;
one that says the same changes nothing. Files that were looked through keep the version they were read by.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import orjson
from django.db import connection, transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import FileMapping
from zhanggui.orders.queries import newest_mappings

LONGEST_NAME = 60
MOST_WORDS = 200


class MappingUnnamed(Refusal):
    """Give the mapping a name of at most {most} characters."""


class MappingEmpty(Refusal):
    """The mapping “{name}” maps nothing, or more than {most} words."""


class MappingWords(NamedTuple):
    """Which heading holds which field of ours, and their words for states and for refunds."""

    name: str
    fields: Mapping[str, str]
    states: Mapping[str, str] = {}
    refunds: Mapping[str, str] = {}


@transaction.atomic
def save_mappings(*, mappings: Sequence[MappingWords], actor: Actor, at: datetime) -> Outcome[str]:
    _wait_for_others()
    newest = newest_mappings()
    ready, refused = divide({one.name: one for one in mappings}.values(), check=_check, key=lambda one: one.name)

    rows = []
    for one in ready:
        last = newest.get(one.name)
        words = [dict(one.fields), dict(one.states), dict(one.refunds)]
        if last is None or [last.fields, last.states, last.refunds] != words:
            version = last.version + 1 if last else 1
            rows.append((one.name, version, *map(_packed, words), actor.name, at))
    insert_rows(FileMapping, ("name", "version", "fields", "states", "refunds", "made_by", "made_at"), rows)
    return Outcome(done=[one.name for one in ready], refused=refused)


def _wait_for_others() -> None:
    """Two people who save the same name at once make two versions of it, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE orders_filemapping IN SHARE ROW EXCLUSIVE MODE")


def _check(one: MappingWords) -> None:
    if not one.name.strip() or len(one.name) > LONGEST_NAME:
        raise MappingUnnamed(most=LONGEST_NAME)
    if not one.fields or len(one.fields) + len(one.states) + len(one.refunds) > MOST_WORDS:
        raise MappingEmpty(name=one.name, most=MOST_WORDS)


def _packed(words: Mapping[str, str]) -> str:
    return orjson.dumps(dict(words), option=orjson.OPT_SORT_KEYS).decode()
