"""What the shop says when it does not do what it is asked."""

from typing import Any


class Refused(Exception):
    """An error as Medusa writes it. `wait_s` is for the server in front of it."""

    def __init__(self, status: int, kind: str, message: str, *, wait_s: int = 0) -> None:
        super().__init__(message)
        self.status, self.wait_s = status, wait_s
        self.content: dict[str, Any] = {"type": kind, "message": message} if kind else {"message": message}


def invalid(message: str) -> Refused:
    return Refused(400, "invalid_data", message)


def unknown(message: str) -> Refused:
    return Refused(404, "not_found", message)
