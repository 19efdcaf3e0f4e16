"""What the shop says when it does not do what it is asked."""

from typing import Any


class Refused(Exception):
    """An error as Django REST framework writes it."""

    def __init__(self, status: int, content: Any, *, wait_s: int = 0) -> None:
        super().__init__(str(content))
        self.status, self.wait_s = status, wait_s
        self.content = {"detail": content} if isinstance(content, str) else content


def unknown(kind: str) -> Refused:
    """`kind` as the model is called: Order, Product, StockRecord."""
    return Refused(404, f"No {kind} matches the given query.")
