"""The lists of the API: every desk at its own name, page by page, with the columns this actor may see."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from zhanggui.kernel.api import PROBLEMS, Answered, caller_of
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.desk.rows import desk_rows, fields_of, read_rows
from zhanggui.ui.finding import desks

LARGEST_ID = 2**63 - 1


class Page(BaseModel):
    """Money and quantities are text, moments ISO 8601 in UTC, states their stored value."""

    rows: list[dict[str, Any]]
    next: str | None = Field(description="Send it as `after` to get the next page. Null at the end.")
    counts: dict[str, Any] = Field(default={}, description="How many there are in each tab. First page only.")
    matches: Any = Field(default=None, description="How many there are as asked for. First page only.")


def desk_router() -> Router:
    """GET /<desk> and GET /<desk>/<id> for every desk there is."""
    router = Router(tags=["lists"])
    for desk in desks().values():
        name = desk.name.replace("-", "_")
        router.get(
            f"/{desk.name}",
            operation_id=f"list_{name}",
            summary=f"List: {desk.name}",
            description="Columns: " + ", ".join(column.name for column in desk.columns),
            response={200: Page, **PROBLEMS},
            openapi_extra={"parameters": _parameters(desk)},
        )(_list_endpoint(desk))
        router.get(
            f"/{desk.name}/{{document_id}}",
            operation_id=f"read_{name}",
            summary=f"One of: {desk.name}",
            response={200: dict[str, Any], **PROBLEMS},
        )(_read_endpoint(desk))
    return router


def _list_endpoint(desk: Desk) -> Callable[..., Answered]:
    def list_endpoint(request: HttpRequest) -> Answered:
        if request.GET.get("size") == "":  # a page may leave it empty; a program that does has lost its number
            raise RequestNotUnderstood(reason="size=")
        return desk_rows(desk, request.GET, caller_of(request))

    return list_endpoint


def _read_endpoint(desk: Desk) -> Callable[..., Answered]:
    def read_endpoint(request: HttpRequest, document_id: Annotated[int, Field(ge=1, le=LARGEST_ID)]) -> Answered:
        actor = caller_of(request)
        actor.check(desk.grant)
        columns = desk.columns_for(actor)
        found = desk.visible(actor).filter(pk=document_id).values(*({"pk"} | fields_of(columns))).first()
        if found is None:
            raise NotFound(what=str(desk.title), key=document_id)
        return read_rows(desk, [found], columns, actor)[0]

    return read_endpoint


def _parameters(desk: Desk) -> list[dict[str, Any]]:
    """The parameters a desk reads by itself, for the documentation."""
    tabs = [tab.name for tab in desk.tabs]
    names = ["pk", *(column.name for column in desk.columns if desk.can_sort(column))]
    sorts = ["", *names, *(f"-{name}" for name in names)]
    known = [
        _parameter("tab", "A queue of the list; by default the first.", {"enum": ["", *tabs]} if tabs else {}),
        _parameter("q", "Words to look for."),
        _parameter("sort", "A column; descending with a minus sign.", {"enum": sorts}),
        _parameter("columns", "Names of columns, divided by commas."),
        _parameter("size", "Rows of a page. More than 1000 are cut to 1000.", {"type": "integer"}),
        _parameter("after", "`next` of the page before."),
    ]
    return known + [_parameter(name, each.name) for each in desk.filters for name in each.parameters]


def _parameter(name: str, description: str, schema: dict[str, Any] | Sequence[Any] = ()) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "string"} | dict(schema),
    }
