"""Who asks, as it stands on a request."""

from django.http import HttpRequest

from zhanggui.kernel.actor import Actor


class AskedRequest(HttpRequest):
    """A request as the middleware of people and the keys of the API leave it. Only to be cast to."""

    actor: Actor | None
    """The person signed in; None for a stranger."""
    auth: Actor
    """The caller of the API."""
    replayed: bool
    """The answer of an earlier call is given again."""
