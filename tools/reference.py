"""Write the reference from the program itself.

python tools/reference.py            write docs/reference/{operations,facts,refusals,settings,commands}.md
python tools/reference.py --check    fail when a page is not what the program says
"""

import argparse
import importlib
import inspect
import os
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "reference"
SETTING = re.compile(r'os\.environ(?:\.get\(|\[)"(?P<name>(?:ZHANGGUI|DATABASE)_\w+)"(?:, "(?P<default>[^"]*)")?')


def operations() -> str:
    """Every flow with what is true afterwards."""
    from zhanggui.config.registry import all_flows

    lines = [
        "# Operations",
        "",
        "Each is a function, an API operation where a person or program may call it, and a test.",
    ]
    app = ""
    for flow in all_flows():
        if flow.app != app:
            app = flow.app
            lines += ["", f"## {app}"]
        words = inspect.getdoc(sys.modules[flow.function.__module__]) or inspect.getdoc(flow.function) or ""
        parameters = ", ".join(
            name for name in inspect.signature(flow.function).parameters if name not in {"actor", "at"}
        )
        lines += ["", f"### {flow.name}", "", f"`{flow.name}({parameters})`", "", words]
    return "\n".join(lines) + "\n"


def facts() -> str:
    """Every fact that can be on record."""
    from zhanggui.kernel.facts import FactOf

    rows = sorted({(kind.NAME, kind.SUBJECT, _one_line(kind)) for kind in _ours(FactOf) if kind.NAME})
    return _table("Facts", ("fact", "document", "what happened"), rows)


def refusals() -> str:
    """Every refusal with its code and sentence."""
    from zhanggui.kernel.refusal import Refusal

    rows = sorted({(kind.code(), str(kind.http_state), _one_line(kind)) for kind in _ours(Refusal)})
    return _table("Refusals", ("code", "HTTP", "sentence"), rows)


def settings() -> str:
    """What is read from the environment, and where."""
    rows = set()
    for path in sorted((ROOT / "src/zhanggui").rglob("*.py")):
        if "tests" in path.parts:
            continue
        for found in SETTING.finditer(path.read_text(encoding="utf-8")):
            rows.add((found["name"], found["default"] or "", str(path.relative_to(ROOT / "src/zhanggui"))))
    return _table("Settings", ("environment variable", "default", "read in"), sorted(rows))


def commands() -> str:
    """The verbs of the command line."""
    from zhanggui.config.cli import COMMANDS

    rows = []
    for name in COMMANDS:
        module = importlib.import_module(f"zhanggui.config.commands.{name.replace('-', '_')}")
        rows.append((f"zhanggui {name}", " ".join((module.__doc__ or "").split())))
    return _table("Commands", ("command", "what it does"), rows)


def _ours(base: type) -> Iterator[type]:
    """Every subclass declared in the program, tests left out."""
    _import_all()
    waiting = [base]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("zhanggui.") and ".tests" not in kind.__module__:
                yield kind


def _import_all() -> None:
    import zhanggui

    for module in pkgutil.walk_packages(zhanggui.__path__, "zhanggui."):
        skipped = (".tests", ".migrations", "__main__", ".testing", "pytest_postgres", ".settings")
        if not any(part in module.name for part in skipped):
            importlib.import_module(module.name)


def _one_line(kind: type) -> str:
    return " ".join((inspect.getdoc(kind) or "").split())


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [f"# {title}", "", "| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


WRITTEN = {"operations": operations, "facts": facts, "refusals": refusals, "settings": settings, "commands": commands}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhanggui.config.settings.base")
    import django

    django.setup()
    stale = []
    for name, write in WRITTEN.items():
        page, text = PAGES / f"{name}.md", write()
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not given.check:
            page.write_text(text, encoding="utf-8")
    verb = "not what the program says: run tools/reference.py" if given.check else "written"
    for name in stale:
        print(f"docs/reference/{name}.md {verb}")
    return 1 if given.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
