"""The bytes a platform answers with, turned into Python without losing a digit."""

import json
import re
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.line import Unanswered

_SCANNER = json.JSONDecoder(strict=False)
_BETWEEN_ROWS = re.compile(r"\s*,?\s*")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=_no_constant)


def read_value(body: bytes) -> Any:
    """The answer with every number still the digits that were written: ids exceed 2**53.

    Raw tabs and newlines inside texts, which platforms really send, are accepted as what they are.
    """
    try:
        return _DECODER.decode(body.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise Unanswered("not UTF-8") from fault
    except RecursionError as fault:
        raise Unanswered("nested too deeply") from fault
    except ValueError as fault:
        is_page = body.lstrip()[:1] == b"<"
        raise Unanswered("an HTML page instead of JSON" if is_page else "broken JSON") from fault


def read_object(body: bytes) -> Mapping[str, Any]:
    """The answer as an object, its numbers as `read_value` gives them."""
    answer = read_value(body)
    if not isinstance(answer, dict):
        raise Unanswered("not a JSON object")
    return answer


def rows(holder: Mapping[str, Any], outer: str, inner: str = "") -> list[Mapping[str, Any]]:
    """The rows of a list, which some platforms nest twice (`modules.module[]`) and leave out when it is empty."""
    nest = holder.get(outer)
    if isinstance(nest, dict):
        nest = nest.get(inner) if inner in nest else [nest]
    if isinstance(nest, dict):
        nest = [nest]
    return [row for row in nest if isinstance(row, dict)] if isinstance(nest, list) else []


def raw_rows(body: bytes, name: str) -> list[bytes]:
    """The objects of the first list with this name, each as it came, byte for byte, of an answer that could be read."""
    whole = body.decode("utf-8")
    found = re.search(rf'"{name}"\s*:\s*\[\s*', whole)
    place, rows = found.end() if found else len(whole), []
    while place < len(whole) and whole[place] != "]":
        _, end = _SCANNER.raw_decode(whole, place)
        if whole[place] == "{":
            rows.append(whole[place:end].encode())
        separator = _BETWEEN_ROWS.match(whole, end)
        place = separator.end() if separator else end
    return rows


def raw_object(body: bytes, name: str) -> bytes:
    """The first object with this name as it came, byte for byte, of an answer that could be read."""
    whole = body.decode("utf-8")
    found = re.search(rf'"{name}"\s*:\s*(?=\{{)', whole)
    return whole[found.end() : _SCANNER.raw_decode(whole, found.end())[1]].encode() if found else b""


def text(holder: Mapping[str, Any], name: str) -> str:
    """The field as text, empty when it is missing or null."""
    value = holder.get(name)
    return "" if value is None else str(value)


def number(holder: Mapping[str, Any], name: str) -> int | None:
    """The field as a whole number, None when it is missing, no number, or negative (which stands for "none")."""
    value = text(holder, name)
    return int(value) if value.isdecimal() else None


def is_true(value: object) -> bool:
    """Flags come as true, "true" or 1."""
    return value is True or str(value).lower() in {"true", "1"}


def compact(value: object) -> str:
    """JSON without blanks, in plain Unicode: what is signed is what is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
