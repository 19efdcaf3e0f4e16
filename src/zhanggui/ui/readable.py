"""What no door lets in: the character NUL, which PostgreSQL stores in no text and no text of the trade has."""

import re
from typing import Any

from django.http import HttpRequest

from zhanggui.kernel.refusal import Refusal

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_WRITTEN_IN_JSON = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class InputNotReadable(Refusal):
    """What was sent holds the character NUL, which cannot be stored. Take it out and send it again."""

    http_state = 400


def has_nul(request: HttpRequest) -> bool:
    """Whether the address, a field of the form or the JSON body has it, as such or written as \\u0000."""
    if "\0" in request.path or _in_fields(request.GET):
        return True
    if request.method in ("GET", "HEAD"):
        return False
    if request.content_type in _FORMS:
        return _in_fields(request.POST)
    return b"\0" in request.body or _WRITTEN_IN_JSON.search(request.body) is not None


def _in_fields(fields: Any) -> bool:
    return any("\0" in text for name, values in fields.lists() for text in (name, *values))


def reads_itself(view: Any) -> Any:
    """The view asks `has_nul` itself and refuses in its own form."""
    view.reads_itself = True
    return view
