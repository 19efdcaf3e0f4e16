"""What Shopify says when it does not do something."""

from typing import Any


class Wrong(Exception):
    """The whole call is refused, with HTTP 200 unless `status` says otherwise."""

    def __init__(self, message: str, code: str = "", *, status: int = 200, wait_s: int = 0) -> None:
        super().__init__(message)
        self.status, self.wait_s = status, wait_s
        self.content: dict[str, Any] = {"errors": message}
        if status == 200:
            self.content = {"errors": [{"message": message, **({"extensions": {"code": code}} if code else {})}]}


class UserError(Exception):
    """What was asked for cannot be done: told beside `userErrors`, with HTTP 200."""

    def __init__(self, message: str, *path: str, code: str = "") -> None:
        super().__init__(message)
        self.message, self.path, self.code = message, list(path), code


def told(wrong: UserError, kind: str = "UserError") -> dict[str, Any]:
    """The error as an element of `userErrors`. Only some kinds of it have a code."""
    content: dict[str, Any] = {"__typename": kind, "field": wrong.path or None, "message": wrong.message}
    return content if kind == "UserError" else content | {"code": wrong.code or None}
