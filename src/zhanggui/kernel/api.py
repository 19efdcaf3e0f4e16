"""What every app's `api.py` needs to offer its flows as operations of the public API.

    router = Router(tags=["orders"])

    class ReviewOrders(Asked):
        order_ids: Ids

    @flow_operation(router, review_orders)
    def review_orders_endpoint(request: HttpRequest, asked: ReviewOrders) -> Answered:
        return run(review_orders, request, order_ids=asked.order_ids)

The operation id, the address and the right are the flow's name.
"""

import inspect
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, cast

from django.http import HttpRequest
from ninja import Router
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.asked import AskedRequest
from zhanggui.kernel.clock import now
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


def _of_our_time(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2100:
        raise ValueError("a moment between the years 2000 and 2100 is expected")
    return moment


def _text_like(pattern: str) -> Callable[[Any], str]:
    known = re.compile(pattern, re.ASCII)

    def check(value: Any) -> str:
        if not isinstance(value, str) or not known.fullmatch(value):
            raise ValueError('an amount as text is expected, such as "19.90"')
        return value

    return check


Id = Annotated[int, Field(ge=1, le=2**63 - 1, strict=True)]
Ids = Annotated[list[Id], Field(min_length=1, max_length=10_000)]
Quantity = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Amount = Annotated[
    Decimal,
    BeforeValidator(_text_like(AMOUNT := r"^[0-9]{1,10}(\.[0-9]{1,2})?$")),
    WithJsonSchema({"type": "string", "pattern": AMOUNT, "description": "Money as text, never a float."}),
]
SignedAmount = Annotated[
    Decimal,
    BeforeValidator(_text_like(SIGNED_AMOUNT := r"^-?[0-9]{1,10}(\.[0-9]{1,2})?$")),
    WithJsonSchema({"type": "string", "pattern": SIGNED_AMOUNT, "description": "Money as text, below zero too."}),
]
UnitCost = Annotated[
    Decimal,
    BeforeValidator(_text_like(UNIT_COST := r"^[0-9]{1,8}(\.[0-9]{1,4})?$")),
    WithJsonSchema({"type": "string", "pattern": UNIT_COST, "description": "Money as text, never a float."}),
]
Moment = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Answered = dict[str, Any]


class Asked(BaseModel):
    """Base of every request body: a field it does not name is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


DocumentKey = int | str | list[int | str]
"""What names a document: its id, or the keys that name it together, as a subject and its id."""


class RefusedOut(BaseModel):
    """A document that was left untouched, and why."""

    id: DocumentKey
    code: str = Field(description="The stable name of the refusal.", examples=["order_on_hold"])
    sentence: str = Field(description="The reason in the language of the request.")
    data: dict[str, Any]


class OutcomeOut(BaseModel):
    """What a flow did with each document of the set."""

    done: list[DocumentKey]
    refused: list[RefusedOut]


class Problem(BaseModel):
    """Problem details of RFC 9457, with the refusal's code and data."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    data: dict[str, Any]


PROBLEMS: dict[int, type[Problem]] = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)


def caller_of(request: HttpRequest) -> Actor:
    """The actor of this API request."""
    return cast(AskedRequest, request).auth


def flow_actor(request: HttpRequest, grant: str) -> Actor:
    """The actor of this API request. Raises NotAllowed without the right."""
    actor = caller_of(request)
    actor.check(grant)
    return actor


def run(flow: Callable[..., Outcome[Any]], request: HttpRequest, **asked: Any) -> Answered:
    """What the flow did with what was asked, for the caller and now. Raises NotAllowed without the right to it."""
    return answer(flow(**asked, actor=flow_actor(request, flow.__name__), at=now()))


def answer(outcome: Outcome[Any]) -> Answered:
    """The outcome as the API shows it."""
    return plain(outcome.as_dict())


def plain(value: Any) -> Any:
    """Exact and free of language: money is text, moments ISO 8601 in UTC, a refusal its code, sentence and data."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case Refusal():
            return plain(value.as_dict())
        case dict():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(each) for each in value]
        case _:
            return str(value)


def flow_operation(
    router: Router, flow: Callable[..., Any], *, response: type[BaseModel] = OutcomeOut
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Offer an endpoint as the operation of `flow`: POST /<flow-name>, documented by the flow's own words."""
    name = flow.__name__
    words = inspect.cleandoc(sys.modules[flow.__module__].__doc__ or "").split("\n\n", 1)
    return router.post(
        f"/{name.replace('_', '-')}",
        operation_id=name,
        summary=" ".join(words[0].split()).rstrip("."),
        description=words[1] if len(words) > 1 else "",
        response={200: response, **PROBLEMS},
    )
