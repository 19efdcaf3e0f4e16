"""States are data: a table of allowed steps, one setter, and the same table again as a trigger in the database."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from django.db import connection, models

from zhanggui.kernel.bulk import update_rows

Steps = Mapping[str, frozenset[str] | set[str]]


class StepNotAllowed(AssertionError):
    """A flow asked for a step its table does not know: a bug of ours, never an answer to a clerk."""


class Stepping(Protocol):
    STEPS: ClassVar[Steps]


def allows(steps: Steps, *, here: str, there: str) -> bool:
    return there in steps.get(here, frozenset())


def move_to(model: Any, ids: Sequence[int], state: str, **fields: Any) -> None:
    """Every row of `ids` is in `state`, with `fields` set alike. The rows must be locked and allowed to step there."""
    if not ids:
        return
    sources = [here for here, there in model.STEPS.items() if state in there]
    moved = model.objects.filter(pk__among=set(ids), state__in=sources).update(state=state, **fields)
    if moved != len(set(ids)):
        raise StepNotAllowed(f"{model.__name__} to {state}: {len(set(ids))} asked, {moved} allowed")


def move_each(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Each row (id, state, *columns) is in its own state, with its own values of `columns`; staying put is allowed.

    The caller has locked and checked the rows; the trigger of `guard_steps_sql` refuses what the table does not know.
    """
    update_rows(model, ("id",), ("state", *columns), rows)


def move_together(
    model: type[models.Model], state: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], **alike: Any
) -> None:
    """Each row (id, *columns) is in `state`, with its own values of `columns`, and `alike` in all of them.

    Locked and checked as for `move_each`, and written with less: what is alike travels once.
    """
    update_rows(model, ("id",), columns, rows, alike={"state": state, **alike})


def guard_steps_sql(table: str, steps: Steps) -> str:
    """SQL for a migration: the table of steps as a trigger, so that no program can take another way."""
    pairs = ", ".join(f"'{here}>{there}'" for here in sorted(steps) for there in sorted(steps[here]))
    return f"""
CREATE OR REPLACE FUNCTION {table}_guard_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.state || '>' || NEW.state = ANY (ARRAY[{pairs}]::text[])) THEN
        RAISE EXCEPTION '{table} %: step from % to % is not allowed', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_steps';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS {table}_guard_steps ON {table};
CREATE TRIGGER {table}_guard_steps BEFORE UPDATE OF state ON {table}
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION {table}_guard_steps();
"""


def steps_in_database(table: str) -> set[str]:
    """The pairs the trigger of `table` allows, to be compared with the table in the code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [f"{table}_guard_steps"])
        found = cursor.fetchone()
    if not found:
        return set()
    pairs = "".join(found[0].split("ARRAY[", 1)[1].split("]", 1)[0].split())
    return set(pairs.replace("'", "").split(","))
