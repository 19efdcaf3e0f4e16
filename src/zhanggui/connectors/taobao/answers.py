"""The bytes TOP answers with, turned into Python without losing a digit."""

import json
import re
from collections.abc import Mapping
from typing import Any


class AnswerUnreadable(Exception):
    """The bytes are not a TOP answer; the text says what they are."""


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def read_answer(body: bytes) -> Mapping[str, Any]:
    """The answer as an object in which every number is still the digits the platform wrote.

    Numbers stay text because ids exceed 2**53 and money must never pass through a float. Raw tabs and newlines
    inside texts, which the platform really sends, are accepted as what they are.
    """
    try:
        answer = json.loads(
            body.decode("utf-8"), strict=False, parse_int=str, parse_float=str, parse_constant=_no_constant
        )
    except UnicodeDecodeError as fault:
        raise AnswerUnreadable("not UTF-8") from fault
    except RecursionError as fault:
        raise AnswerUnreadable("nested too deeply") from fault
    except ValueError as fault:
        looks_like_page = body.lstrip()[:1] == b"<"
        raise AnswerUnreadable("an HTML page instead of JSON" if looks_like_page else "broken JSON") from fault
    if not isinstance(answer, dict):
        raise AnswerUnreadable("not a JSON object")
    return answer


_CALL_MARK = re.compile(rb',\s*"request_id"\s*:\s*"[^"]*"|"request_id"\s*:\s*"[^"]*"\s*,\s*')


def without_call_mark(body: bytes) -> bytes:
    """The answer as it came, but for the id of the call, so that the same content is the same bytes."""
    return _CALL_MARK.sub(b"", body)


def root_name(method: str) -> str:
    """The key under which the answer of `method` stands: taobao.trade.get → trade_get_response."""
    return method.removeprefix("taobao.").replace(".", "_") + "_response"


def rows(holder: Mapping[str, Any], outer: str, inner: str) -> list[Any]:
    """The rows of a list, which TOP nests twice (`trades.trade[]`) and leaves out when it is empty."""
    nest = holder.get(outer)
    if isinstance(nest, dict):
        nest = nest.get(inner)
    if isinstance(nest, dict):
        return [nest]
    return nest if isinstance(nest, list) else []


def is_true(value: object) -> bool:
    """Flags come as true, "true" or 1."""
    return value is True or str(value).lower() in {"true", "1"}
