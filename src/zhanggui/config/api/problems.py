"""Every answer that is not a success is problem details (RFC 9457), whatever went wrong."""

import logging
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhanggui.kernel.api import plain
from zhanggui.kernel.database_trouble import refusal_of
from zhanggui.kernel.refusal import Refusal

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
MOST_DETAILS = 20


class KeyNeeded(Refusal):
    """Sign in, or send a valid API key: Authorization: Bearer …"""

    http_state = 401


class RequestNotValid(Refusal):
    """The request is not as the operation needs it: {fields}."""


class RequestNotReadable(Refusal):
    """The request cannot be read: {reason}."""

    http_state = 400


class OperationUnknown(Refusal):
    """There is nothing at {path}."""

    http_state = 404


class MethodNotOffered(Refusal):
    """{method} is not offered here. Offered: {offered}."""

    http_state = 405


class ServerStumbled(Refusal):
    """Something went wrong on the server. It was recorded. Nothing was changed."""

    http_state = 500


def problem(refusal: Refusal, *, state: int | None = None) -> HttpResponse:
    code = refusal.code()
    state = state or refusal.http_state
    body = {
        "type": f"urn:zhanggui:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": state,
        "detail": refusal.sentence,
        "code": code,
        "data": plain(refusal.data),
    }
    response = HttpResponse(orjson.dumps(body), status=state, content_type=CONTENT_TYPE)
    if state == 401:
        response["WWW-Authenticate"] = 'Bearer realm="zhanggui"'
    return response


def refused(request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    return problem(refusal if isinstance(refusal, Refusal) else refusal())


def not_authenticated(request: HttpRequest, error: AuthenticationError | type[AuthenticationError]) -> HttpResponse:
    return problem(KeyNeeded())


def not_valid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Which field, and why, in the data; never what was sent, which may be a password."""
    errors: list[dict[str, Any]] = getattr(error, "errors", [])
    found = [
        {"field": ".".join(str(part) for part in each["loc"][2:]) or str(each["loc"][0]), "reason": each["msg"]}
        for each in errors[:MOST_DETAILS]
    ]
    fields = ", ".join(dict.fromkeys(each["field"] for each in found))
    return problem(RequestNotValid(fields=fields, errors=found))


def not_readable(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    state = getattr(error, "status_code", 400)
    return problem(RequestNotReadable(reason=str(error)), state=state)


def not_there(request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
    return problem(OperationUnknown(path=request.path))


def not_offered(request: HttpRequest, response: HttpResponseNotAllowed) -> HttpResponse:
    answer = problem(MethodNotOffered(method=request.method, offered=response["Allow"]))
    answer["Allow"] = response["Allow"]
    return answer


def stumbled(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """A bug of ours is recorded with its trace and told without it; trouble of the database says what to do."""
    trouble = refusal_of(error) if isinstance(error, Exception) else None
    log.error("API %s %s", request.method, request.path, exc_info=error if isinstance(error, Exception) else None)
    return problem(trouble or ServerStumbled())


def answer_problems(api: NinjaAPI) -> None:
    """Every failure of an operation of `api` is answered here."""
    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(AuthenticationError, not_authenticated)
    api.add_exception_handler(ValidationError, not_valid)
    api.add_exception_handler(HttpError, not_readable)
    api.add_exception_handler(Http404, not_there)
    api.add_exception_handler(Exception, stumbled)
