"""Pages that print may speak to the programs beside the browser: no other page may."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from zhanggui.fulfilment.print_jobs.components import local_policy
from zhanggui.ui.middleware import CONTENT_POLICY

View = Callable[..., HttpResponse]


def reaching_printers(view: View) -> View:
    """The content policy of this page names the addresses of print components on this computer."""

    @wraps(view)
    def with_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = f"{CONTENT_POLICY}; {local_policy(is_secure=request.is_secure())}"
        return response

    return with_policy
