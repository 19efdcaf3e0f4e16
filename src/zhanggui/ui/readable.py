"""What no door lets in: characters no text of the trade has and PostgreSQL stores in none.

They are NUL, and half of a surrogate pair, which only the JSON escape can write: everywhere else it is no UTF-8.
"""

import re
from typing import Any

from django.http import HttpRequest

from zhanggui.kernel.refusal import Refusal

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_HIGH, _LOW = rb"\\u[dD][89abAB][0-9a-fA-F]{2}", rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rb"\\\\|" + _HIGH + _LOW + rb"|(\\u0000|" + _HIGH + rb"|" + _LOW + rb")")
"""What a backslash may begin, longest first; the group is what cannot be stored."""


class InputNotReadable(Refusal):
    """What was sent holds a character that is no text and cannot be stored. Take it out and send it again."""

    http_state = 400


def cannot_be_stored(request: HttpRequest) -> bool:
    """Whether the address, a field of the form or the JSON body has such a character, as itself or escaped."""
    if "\0" in request.path or _in_fields(request.GET):
        return True
    if request.method in ("GET", "HEAD"):
        return False
    if request.content_type in _FORMS:
        return _in_fields(request.POST)
    return b"\0" in request.body or any(found[1] for found in _ESCAPE.finditer(request.body))


def _in_fields(fields: Any) -> bool:
    return any("\0" in text for name, values in fields.lists() for text in (name, *values))


def reads_itself(view: Any) -> Any:
    """The view asks `cannot_be_stored` itself and refuses in its own form."""
    view.reads_itself = True
    return view
