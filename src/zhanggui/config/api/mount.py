"""The API as a whole: routers of all apps, one way to sign in, one kind of answer to failure."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from zhanggui.config.api.desks import desk_router
from zhanggui.config.api.docs import docs_view
from zhanggui.config.api.idempotency import HEADER, LONGEST_KEY, idempotent
from zhanggui.config.api.keys import BearerKey, SessionCookie
from zhanggui.config.api.problems import (
    CONTENT_TYPE,
    OperationUnknown,
    RequestNotReadable,
    answer_problems,
    not_offered,
    problem,
)
from zhanggui.people.doors import open_to_all
from zhanggui.ui.readable import cannot_be_stored, reads_itself

DESCRIPTION = """Every operation of the company as one request on a set of documents.
One document that cannot be done never blocks the others: look at `refused` of the outcome."""
KEY_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A fresh text per request; repeating the request under it does nothing more and answers the same.",
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
}


class Api(NinjaAPI):
    """Documents what every operation has in common: problem answers and the Idempotency-Key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """Worked out once: anybody may ask for it, and it never changes while the program runs."""
        key = repr(sorted(asked.items()))
        if key not in self._described:
            self._described[key] = self._describe(**asked)
        return self._described[key]

    def _describe(self, **asked: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**asked)
        for item in schema["paths"].values():
            for method, operation in item.items():
                if method == "post":
                    operation.setdefault("parameters", []).append(KEY_PARAMETER)
                for state, response in operation["responses"].items():
                    if int(state) >= 400:
                        (response["content"],) = ({CONTENT_TYPE: each} for each in response["content"].values())
        return schema


def app_routers() -> list[Router]:
    """`router` of every app's `api.py`."""
    modules = [f"{config.name}.api" for config in apps.get_app_configs() if config.name.startswith("zhanggui.")]
    found = [import_module(name) for name in modules if name != __package__ and find_spec(name) is not None]
    return [module.router for module in found if hasattr(module, "router")]


def build_api() -> Api:
    api = Api(
        title="Zhanggui",
        version=version("zhanggui"),
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        auth=[BearerKey(), SessionCookie()],
        servers=[],
    )
    answer_problems(api)
    api.add_decorator(idempotent)
    for router in app_routers():
        api.add_router("", router)
    api.add_router("", desk_router())
    return api


def api_urls(api: Api) -> list[URLPattern]:
    """Addresses below /api/v1/. What is not there is answered as a problem too."""
    patterns: list[Any] = api.urls[0]
    ours = [
        path(str(each.pattern), _door(_nothing_there if each.name == "api-root" else each.callback), name=each.name)
        for each in patterns
    ]
    return [path("docs", open_to_all(docs_view), name="docs"), *ours, re_path("^.*$", _door(_nothing_there))]


def _nothing_there(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    return problem(OperationUnknown(path=request.path))


def _door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The door asks for the key itself, and answers in problem details what the frame answers in its own way."""

    @wraps(view, updated=())
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if cannot_be_stored(request):
            return problem(RequestNotReadable(reason="U+0000, U+D800–DFFF"))
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            response = not_offered(request, response)
        if getattr(request, "replayed", False):
            response["Idempotency-Replayed"] = "true"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return open_to_all(reads_itself(csrf_exempt(answer)))
