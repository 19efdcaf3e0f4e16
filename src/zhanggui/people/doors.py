"""Marks of views: which right opens them, and which are open to strangers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., Any])


def door(grant: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """The view opens only for an actor with this right: `@door("review_orders")`. Raises NotAllowed."""

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.actor.check(grant)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.grant = grant  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to_all(view: View) -> View:
    """The view answers strangers too: signing in, health, and doors that ask for a key themselves."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view
