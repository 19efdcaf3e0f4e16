"""What the four programs of the limit share: plain psycopg, one transaction for a batch."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
import psycopg

from bench.world import AT
from zhanggui.kernel.facts import _subscribers

Cursor = psycopg.Cursor[Any]
_FACT = "COPY kernel_fact (at, name, subject, subject_id, actor_id, actor, source, station, data) FROM STDIN"
_JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (%s, %s, %s::jsonb)"


def copy(cursor: Cursor, into: str, rows: Iterable[Sequence[Any]]) -> None:
    """`into` is table and columns."""
    with cursor.copy(f"COPY {into} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def draw(cursor: Cursor, sequence: str, count: int) -> list[int]:
    cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
    return [number for (number,) in cursor.fetchall()]


def write_facts(cursor: Cursor, name: str, subject: str, facts: Sequence[tuple[int, str]]) -> None:
    """One fact for each (id, data), and a job for each subscriber, as many as the program itself has."""
    with cursor.copy(_FACT) as stream:
        for subject_id, data in facts:
            stream.write_row((AT, name, subject, subject_id, None, "bench", "bench", "", data))
    for task in _subscribers.get(name, ()):
        args = orjson.dumps({"ids": [subject_id for subject_id, _ in facts]}).decode()
        cursor.execute(_JOB, [task.queue, task.name, args])
