"""Marks of views: which right opens them, and which are open to strangers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase

from zhanggui.ui.views.asking import actor_of

View = TypeVar("View", bound=Callable[..., Any])


def door(grant: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """The view opens only for an actor with this right: `@door("review_orders")`. Raises NotAllowed."""

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor_of(request).check(grant)
            return view(request, *args, **kwargs)

        vars(guarded)["grant"] = grant
        return guarded

    return guard


def open_to_all(view: View) -> View:
    """The view answers strangers too: signing in, health, and doors that ask for a key themselves."""
    vars(view)["open_to_all"] = True
    return view
