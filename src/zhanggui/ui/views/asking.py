"""What views read from a request: the actor, a JSON body."""

import json
from typing import Any, cast

from django.http import HttpRequest

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.asked import AskedRequest
from zhanggui.ui.desk.refusals import RequestNotUnderstood


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the people middleware put on the request."""
    return cast(Actor, cast(AskedRequest, request).actor)


def part_of(body: dict[str, Any], name: str) -> dict[str, Any]:
    """The object under `name`, empty when it is not there. Raises RequestNotUnderstood."""
    part = body.get(name) or {}
    if not isinstance(part, dict):
        raise RequestNotUnderstood(reason=name)
    return part


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body. Raises RequestNotUnderstood."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError as error:
        raise RequestNotUnderstood(reason=str(error)) from None
    if not isinstance(body, dict):
        raise RequestNotUnderstood(reason="a JSON object is expected")
    return body
