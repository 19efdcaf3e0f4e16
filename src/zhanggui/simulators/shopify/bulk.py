"""Bulk operations: a query without pages, run in the background, whose rows lie in a file afterwards."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from zhanggui.simulators.stage.graphql import Field, pick, read_query

from .refusing import UserError, told
from .words import Row, gid

Given = Mapping[str, Any]


class Bulk:
    """Of queries for variants. An operation has run when it is asked after for the second time."""

    def __init__(self, variants: Callable[[], list[Row]]) -> None:
        self._variants = variants
        self._found: dict[str, tuple[bytes, int]] = {}
        self._asked: dict[str, int] = {}
        self.fails = False

    def run(self, given: Given) -> Row:
        operation = read_query(str(given.get("query", "")))
        (root,) = operation.fields
        fields = _of_node(root)
        if root.name != "productVariants" or fields is None:
            wrong = told(UserError("Bulk queries must contain at least one connection.", "query"))
            return {"__typename": "BulkOperationRunQueryPayload", "bulkOperation": None, "userErrors": [wrong]}
        rows = [line for row in self._variants() for line in _lines(pick(row, fields))]
        own = gid("BulkOperation", len(self._found) + 1)
        self._found[own] = (b"".join(row + b"\n" for row in rows), len(rows))
        self._asked[own] = 0
        return {
            "__typename": "BulkOperationRunQueryPayload",
            "bulkOperation": self._shown(own, "CREATED", ""),
            "userErrors": [],
        }

    def show(self, own: str, base: str) -> Row | None:
        if own not in self._found:
            return None
        self._asked[own] += 1
        state = "RUNNING" if self._asked[own] < 2 else "FAILED" if self.fails else "COMPLETED"
        return self._shown(own, state, base)

    def file(self, number: str) -> bytes:
        return self._found[gid("BulkOperation", number)][0]

    def _shown(self, own: str, state: str, base: str) -> Row:
        is_done = state == "COMPLETED"
        return {
            "__typename": "BulkOperation",
            "id": own,
            "status": state,
            "errorCode": "INTERNAL_SERVER_ERROR" if state == "FAILED" else None,
            "objectCount": str(self._found[own][1]),
            "url": f"{base}/bulk/{own.rpartition('/')[2]}" if is_done else None,
        }


def _lines(row: Row) -> list[bytes]:
    """The object itself, and the rows of each list in it, which name it as their parent."""
    found: list[Row] = []
    own = _without_lists(row, str(row.get("id", "")), found)
    return [orjson.dumps(each) for each in (own, *found)]


def _without_lists(row: Row, parent: str, found: list[Row]) -> Row:
    kept: Row = {}
    for name, value in row.items():
        if isinstance(value, dict) and value.keys() <= {"edges", "nodes"}:
            nodes = value.get("nodes") or [edge["node"] for edge in value.get("edges", [])]
            found += [{**node, "__parentId": parent} for node in nodes]
        else:
            kept[name] = _without_lists(value, parent, found) if isinstance(value, dict) else value
    return kept


def _of_node(root: Field) -> "list[Field] | None":
    nodes = root.inside("nodes")
    if nodes:
        return list(nodes.fields)
    edges = root.inside("edges")
    node = edges.inside("node") if edges else None
    return list(node.fields) if node else None
