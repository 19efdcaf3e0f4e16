"""The migrations of a new database, in seconds.

Nine tenths of migrating is Django making classes: for each change of a model it makes anew those of every model that is
related to it, and nearly all are. In a new database nobody reads them: a step that changes tables looks at its own
model, and before a step that is a function Django makes every class anew in any case once the state is marked as
delayed. The database is the same, which a test compares; one that holds data is migrated as Django does it.
"""

from typing import Any

from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from zhanggui.kernel.refusal import Refusal


class StoppedHalfWay(Refusal):
    """The database is half-way through the history of {room}. Migrate it to the end with the program it comes from."""


def check_folded_history(loader: MigrationLoader) -> None:
    """Raises StoppedHalfWay where a database has only a part of what folded migrations stand for: Django says nothing
    of it, and would go on without the rest."""
    applied = loader.applied_migrations
    for (room, _), migration in loader.replacements.items():
        if len({name in applied for name in migration.replaces}) > 1:
            raise StoppedHalfWay(room=room)


def migrate_new_database() -> None:
    """Every migration is applied; nothing was before."""
    states: Any = ProjectState
    whole = states._find_reload_model
    states._find_reload_model = _only_itself
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        states._find_reload_model = whole


def _only_itself(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    """The models whose classes are made anew where this one changed."""
    state.is_delayed = True
    return {(app_label, model_name)}
