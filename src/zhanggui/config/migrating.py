"""The migrations of a new database, in seconds.

Nine tenths of migrating is Django making classes: for each change of a model it makes anew those of every model that is
related to it, and nearly all are. In a new database nobody reads them: a step that changes tables looks at its own
model, and before a step that is a function Django makes every class anew in any case once the state is marked as
delayed. The database is the same, which a test compares; one that holds data is migrated as Django does it.
"""

from typing import Any

from django.core.management import call_command
from django.db.migrations.state import ProjectState


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
