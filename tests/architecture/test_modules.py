"""Imports, sizes and forbidden ways of wiring, over the whole source."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGE, ROOT, called, calls, modules, place, tree

MOST_LINES = 400
PURE = {"django.utils.translation"}
IMPURE = ("django", "psycopg", "procrastinate", "httpx", "ninja", "requests")
DRAWERS = {"utils", "helpers", "common", "services", "manager", "managers", "misc"}


def run(*command: str) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_storeys_import_only_downwards():
    assert run("-c", "from importlinter.cli import lint_imports_command as lint; lint()") == ""


def test_both_languages_are_complete():
    assert run("tools/messages.py", "--check") == ""


def test_no_module_is_a_drawer():
    assert [place(path) for path in modules() if len(path.read_text().splitlines()) > MOST_LINES] == []
    assert [place(path) for path in modules() if DRAWERS & {path.stem, *path.relative_to(PACKAGE).parts}] == []


def test_rules_touch_neither_database_nor_web():
    """Import-linter sees only whole packages; a rule may translate, and nothing else of Django."""
    rules = [path for path in modules() if "rules" in path.parts or path.name == "rules.py"]
    assert rules
    assert [
        f"{place(path, node)} imports {name}"
        for path in rules
        for node in ast.walk(tree(path))
        for name in imported(node)
        if name.split(".")[0] in IMPURE and name not in PURE
    ] == []


def imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, level=0):
            return [module or ""]
    return []


def test_rules_ask_no_clock():
    rules = [path for path in modules() if "rules" in path.parts or path.name == "rules.py"]
    flows = [path for path in modules() if path.parent.name == "flows"]
    assert [
        place(path, call)
        for path in rules + flows
        for call in calls(path)
        if called(call) in {"now", "utcnow", "today"}
    ] == []


def test_nothing_is_wired_by_signals():
    assert [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        for name in imported(node)
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ] == []


@pytest.mark.parametrize("method", ["save", "delete", "clean"])
def test_no_model_overrides(method):
    assert [
        f"{place(path, node)} {node.name}.{method}"
        for path in modules()
        if path.name == "models.py" or path.parent.name == "models"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        for each in node.body
        if isinstance(each, ast.FunctionDef) and each.name == method
    ] == []
