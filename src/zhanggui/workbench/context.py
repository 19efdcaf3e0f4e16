"""What every page says while the last proof of the books found something broken."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from zhanggui.kernel.models import Fact
from zhanggui.kernel.promises import broken_promises


def first_broken(request: HttpRequest) -> dict[str, Callable[[], Fact | None]]:
    """`first_broken`, for those who answer for it, read when a page asks for it. One statement."""

    def read() -> Fact | None:
        actor: Any = getattr(request, "actor", None)
        return broken_promises().first() if actor is not None and actor.may("see_promises") else None

    return {"first_broken": read}
