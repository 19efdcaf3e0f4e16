"""A write with an `Idempotency-Key` happens once: whoever repeats it gets the first answer again.

The answer is stored in the transaction of the work, so both are there or neither is. A request that was refused as a
whole left nothing and stores nothing; it may be repeated under the same key.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, cast

import orjson
from django.db import connection, transaction
from django.http import HttpRequest
from pydantic import BaseModel

from zhanggui.kernel.api import caller_of
from zhanggui.kernel.asked import AskedRequest
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal, unseal
from zhanggui.people.models import IdempotentAnswer

HEADER = "Idempotency-Key"
LONGEST_KEY = 200


class IdempotencyKeyReused(Refusal):
    """The Idempotency-Key was used before for another request. Use a fresh key for each new request."""


class IdempotencyKeyInUse(Refusal):
    """A request with this Idempotency-Key is being worked on. Repeat it in a moment."""

    http_state = 409


class IdempotencyKeyTooLong(Refusal):
    """An Idempotency-Key has at most {length} characters."""

    http_state = 400


def idempotent(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Decorates every operation of the API; reads, and writes without a key, pass through."""

    @wraps(operation)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER, "")
        if not key or request.method in ("GET", "HEAD"):
            return operation(request, *args, **kwargs)
        if len(key) > LONGEST_KEY:
            raise IdempotencyKeyTooLong(length=LONGEST_KEY)
        with transaction.atomic():
            return _answer_once(request, key, lambda: operation(request, *args, **kwargs))

    return once


def _answer_once(request: HttpRequest, key: str, work: Callable[[], Any]) -> Any:
    user_id = caller_of(request).user_id or 0  # a caller of the API is always a person
    _take_key(f"idempotency {user_id} {key}")
    asked = sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).digest()
    stored = IdempotentAnswer.objects.filter(user_id=user_id, key=key).first()
    if stored is not None:
        if bytes(stored.request_hash) != asked:
            raise IdempotencyKeyReused
        cast(AskedRequest, request).replayed = True
        return orjson.loads(unseal(bytes(stored.answer)))
    answer = work()
    IdempotentAnswer.objects.create(
        user_id=user_id,
        key=key,
        path=request.path[:200],
        request_hash=asked,
        answer=seal(orjson.dumps(answer, default=_plain)),
        created_at=now(),
    )
    return answer


def _take_key(name: str) -> None:
    """Held until the transaction ends. Whoever comes meanwhile is told to come again, and blocks no worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 2))", [name])
        (taken,) = cursor.fetchone() or (False,)
    if not taken:
        raise IdempotencyKeyInUse


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)
