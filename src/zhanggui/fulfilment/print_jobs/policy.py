"""Pages that print may speak to the programs beside the browser: no other page may."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from zhanggui.fulfilment.print_jobs.components import local_policy
from zhanggui.fulfilment.print_jobs.given import GivenPage
from zhanggui.ui.middleware import CONTENT_POLICY

_PICTURES = "img-src 'self' data: blob:"

View = Callable[..., HttpResponse]


def reaching_printers(view: View) -> View:
    """The content policy of this page names the addresses of print components on this computer."""

    @wraps(view)
    def with_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = f"{CONTENT_POLICY}; {local_policy(is_secure=request.is_secure())}"
        return response

    return with_policy


def framing_policy(labels: Iterable[GivenPage | None]) -> str:
    """The content policy of a page that shows labels drawn elsewhere: it frames the addresses of these and no other,
    and their pictures may come from anywhere that is encrypted."""
    places = {urlsplit(one.address) for one in labels if one and one.address}
    origins = sorted({f"{place.scheme}://{place.netloc}" for place in places})
    frames = " ".join(["'self'", *origins])
    return CONTENT_POLICY.replace(_PICTURES, f"{_PICTURES} https:") + f"; frame-src {frames}"
