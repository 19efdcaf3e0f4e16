"""One page of a desk as plain data: what the grid, the public API and a script all read."""

from collections.abc import Mapping, Sequence
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk.columns import Column
from zhanggui.ui.desk.counts import LIMIT, NARROWED_LIMIT, Count, capped_counts
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.desk.paging import page_of, read_place, write_place
from zhanggui.ui.desk.query import DeskQuery, Params
from zhanggui.ui.desk.seen import seen_of
from zhanggui.ui.desk.values import plain


def desk_rows(desk: Desk, params: Params, actor: Actor) -> dict[str, Any]:
    """`{"rows": […], "next": "…" | None}` and, on the first page, `"counts"` per tab and of what `matches`.

    A search looks in all tabs and leaves them as they are: it answers only what `matches`.

    Parameters: tab, q, sort, columns, size, after, and those of the desk's filters. Needs the desk's right.
    Money and quantities are text, moments ISO 8601 in UTC, states their stored value: nothing depends on the language.
    """
    actor.check(desk.grant)
    query = DeskQuery.read(desk, params, actor)
    hits = query.found(desk, actor)
    chosen = query.rows(desk, actor, found=hits)
    after = read_place(query.sort, query.after, desk.model) if query.after else None
    found, end = page_of(
        chosen,
        sort=query.sort,
        after=after,
        size=query.size,
        fields=fields_of(query.columns) | watched_by(desk),
        gathered=query.gathered,
    )
    answer: dict[str, Any] = {
        "rows": read_rows(desk, found, query.columns, actor),
        "next": write_place(query.sort, end) if end else None,
    }
    if after is None:
        answer |= _counts(desk, query, chosen, actor) if hits is None else _matches(query, chosen, hits)
    return answer


def fields_of(columns: Sequence[Column]) -> set[str]:
    return {path for column in columns for path in column.paths}


def watched_by(desk: Desk) -> set[str]:
    return {each.path for each in desk.watched}


def read_rows(
    desk: Desk, found: Sequence[dict[str, Any]], columns: Sequence[Column], actor: Actor
) -> list[dict[str, Any]]:
    """Each row with the values this actor may see; `id` is the key of the document."""
    extras: Mapping[Any, Mapping[str, Any]] = {}
    if any(column.by_page for column in columns) and found:
        names = [column.name for column in columns]
        extras = desk.values_of([row["pk"] for row in found], names, actor)
    rows = []
    for row in found:
        extra = extras.get(row["pk"], {})
        values = {column.name: plain(column.read(row, extra, actor)) for column in columns}
        for column in columns:
            if column.currency:
                values[f"{column.name}_currency"] = row[column.currency]
        if desk.watched and watched_by(desk) <= row.keys():
            values["seen"] = seen_of(desk, row)
        rows.append({"id": plain(row["pk"]), **values})
    return rows


def _counts(desk: Desk, query: DeskQuery, chosen: Any, actor: Actor) -> dict[str, Any]:
    seen = desk.visible(actor)
    sets = {tab.name: seen.filter(tab.condition) for tab in desk.tabs}
    asked = sets | {"": chosen} if query.narrowed or not query.tab else sets
    counts = capped_counts(asked, limits={"": NARROWED_LIMIT if query.narrowed else LIMIT})
    matches = counts.pop("") if "" in counts else counts[query.tab.name if query.tab else ""]
    return {"counts": {name: count.as_dict() for name, count in counts.items()}, "matches": matches.as_dict()}


def _matches(query: DeskQuery, chosen: Any, hits: Sequence[Any]) -> dict[str, Any]:
    """Counted only when filters take some of the hits away."""
    count = capped_counts({"": chosen}, limit=NARROWED_LIMIT)[""] if query.condition else Count(len(hits))
    return {"matches": count.as_dict()}
