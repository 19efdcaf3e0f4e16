"""Facts: what was done, in the past tense, told once. `announce` writes them and wakes who wants to know.

A fact is a frozen dataclass whose first field is the id of its document:

    @dataclass(frozen=True, slots=True)
    class ParcelShipped(FactOf):
        \"\"\"The parcel left the warehouse.\"\"\"

        NAME: ClassVar[str] = "fulfilment.parcel.shipped"
        SUBJECT: ClassVar[str] = "parcel"
        parcel_id: int
        waybill: str
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

import orjson
from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from zhanggui.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FactOf:
    """Base of all facts."""

    NAME: ClassVar[str] = ""
    SUBJECT: ClassVar[str] = ""
    LABELS: ClassVar[Mapping[str, Any]] = {}
    """Fields that hold codes, each with the choices that say them in the reader's language."""


RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
_subscribers: dict[str, list[Any]] = {}
_fields: dict[str, tuple[str, ...]] = {}

_COPY = "COPY kernel_fact (at, name, subject, subject_id, actor_id, actor, source, station, data) FROM STDIN"


def announce(facts: Sequence[FactOf], *, actor: Actor, at: datetime) -> None:
    """The facts are on record, and each subscriber has one job for the whole batch, all in this transaction."""
    if not facts:
        return
    ids = [getattr(fact, _names(fact)[0]) for fact in facts]
    who = (actor.user_id, actor.name, actor.source, actor.station)
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for fact, number in zip(facts, ids, strict=True):
            data = {name: getattr(fact, name) for name in _names(fact)[1:]}
            copy.write_row((at, fact.NAME, fact.SUBJECT, number, *who, orjson.dumps(data, default=str).decode()))
    for name in dict.fromkeys(fact.NAME for fact in facts):
        batch = [number for fact, number in zip(facts, ids, strict=True) if name == fact.NAME]
        for task in _subscribers.get(name, ()):
            task.defer(ids=batch)


def subscriber(fact: type[FactOf], *, queue: str = "default") -> Callable[[Callable[..., None]], Any]:
    """Make a function the job that is run, once per announced batch, with the ids of the facts' documents."""

    def register(function: Callable[..., None]) -> Any:
        name = f"{function.__module__.removeprefix('zhanggui.').removesuffix('.jobs')}.{function.__name__}"
        task = app.task(name=name, queue=queue, retry=RETRY)(function)
        _subscribers.setdefault(fact.NAME, []).append(task)
        return task

    return register


def _names(fact: FactOf) -> tuple[str, ...]:
    """The fields of a fact, document first; worked out once per kind."""
    names = _fields.get(fact.NAME)
    if names is None:
        names = _fields[fact.NAME] = tuple(field.name for field in fields(fact))
    return names
