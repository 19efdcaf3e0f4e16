"""The documentation page: the operations of the API in words, made from its own description. Loads nothing foreign."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET


@require_GET
def docs_view(request: HttpRequest) -> HttpResponse:
    from zhanggui.config.api.urls import api

    schema = api.get_openapi_schema()
    context = {"schema": schema, "groups": _groups(schema), "schema_url": reverse("api:openapi-json")}
    return render(request, "config/api_docs.html", context)


def _groups(schema: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, item in schema["paths"].items():
        for method, operation in item.items():
            group = (operation.get("tags") or ["other"])[0]
            groups.setdefault(group, []).append(
                {
                    "address": address,
                    "method": method.upper(),
                    "name": operation["operationId"],
                    "summary": operation.get("summary", ""),
                    "description": operation.get("description", ""),
                    "parameters": operation.get("parameters", []),
                    "fields": _fields(schema, operation),
                }
            )
    return groups


def _fields(schema: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of the request body, by name."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in content:
        content = schema["components"]["schemas"][content["$ref"].rsplit("/", 1)[1]]
    required = content.get("required", [])
    return [
        {"name": name, "kind": _kind(value), "required": name in required, "description": value.get("description", "")}
        for name, value in content.get("properties", {}).items()
    ]


def _kind(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return value["$ref"].rsplit("/", 1)[1]
    if value.get("type") == "array":
        return f"[{_kind(value.get('items', {}))}]"
    if "anyOf" in value:
        return " | ".join(_kind(each) for each in value["anyOf"])
    return str(value.get("type", "any"))
