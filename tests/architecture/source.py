"""The program's own source, as text and as syntax trees, for the tests of this folder."""

import ast
from functools import cache
from pathlib import Path

import zhanggui

PACKAGE = Path(zhanggui.__file__ or "").parent
ROOT = PACKAGE.parents[1]
ASIDE = {"tests", "migrations", "locale", "static", "node_modules"}


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the program itself: no tests, no migrations, no makers of tests."""
    found = (path for path in sorted(PACKAGE.rglob("*.py")) if not ASIDE & set(path.relative_to(PACKAGE).parts))
    return tuple(path for path in found if path.name != "testing.py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something is, to be read in a failing test."""
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return f"{path.relative_to(PACKAGE)}{line}"


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def called(call: ast.Call) -> str:
    """The last word of what is called: `update` of `Order.objects.filter(…).update(…)`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
