"""What Django's check command says about desks: a question a desk offers must be answerable at any size."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning

from zhanggui.ui.desk.columns import indexed_fields
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.finding import desks


def check_desks(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Filters, search and the default order of every desk are on indexed fields."""
    return [message for desk in desks().values() for message in unindexed(desk)]


def unindexed(desk: Desk) -> list[CheckMessage]:
    indexed = indexed_fields(desk.model)
    own = {each.name for each in desk.model._meta.concrete_fields}
    used = {f"filter {each.name}": each.path for each in desk.filters if each.needs_index and not each.wide}
    used |= {f"search {lookup}": lookup for lookup in desk.search}
    used["sort"] = desk.sort.lstrip("-")
    return [
        Warning(f"desk {desk.name}: {use} is on a field without index", id="ui.W001")
        for use, path in used.items()
        if (field := path.split("__")[0].removesuffix("_id")) in own and field not in indexed
    ]
