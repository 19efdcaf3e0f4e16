"""Keep the translations complete.

    python tools/messages.py             add every missing message to its room's django.po, untranslated
    python tools/messages.py --check     fail and list what is missing, untranslated, or broken
    python tools/messages.py --compile   write the .mo files the pages read

Messages are gettext calls in Python and templates, and the docstrings of refusals and facts. A message belongs to the
nearest folder above it that holds `locale` or `apps.py`; translated once anywhere, it is translated everywhere.
"""

import argparse
import ast
import inspect
import re
import string
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/zhanggui"
LANGUAGE = "zh_Hans"
PO = f"locale/{LANGUAGE}/LC_MESSAGES/django.po"
KEYWORDS = {word: DEFAULT_KEYWORDS[word] for word in ("_", "gettext", "ngettext", "pgettext")} | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "_t": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SPOKEN_BASES = {"Refusal", "FactOf"}
SKIPPED = {"tests", "migrations", "locale", "static", "node_modules"}
NAMED_HOLE = re.compile(r"%\((\w+)\)[sd]")

Message = tuple[str | None, str | tuple[str, str]]


def sources(pattern: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob(pattern)):
        if not SKIPPED & set(path.relative_to(PACKAGE).parts):
            yield path


def room_of(path: Path) -> Path:
    """The folder whose catalogue holds this file's messages."""
    for folder in path.parents:
        if folder.parent == PACKAGE or (folder / "locale").is_dir() or (folder / "apps.py").exists():
            return folder
    return PACKAGE


def called_messages(path: Path) -> Iterator[Message]:
    """Messages of gettext calls and translation tags."""
    text = path.read_text(encoding="utf-8")
    code = "\n".join(line.lstrip() for line in templatize(text).splitlines()) if path.suffix == ".html" else text
    for _line, found, _comments, context in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
        yield context, found if isinstance(found, str) else (found[0], found[1])


def spoken_messages() -> Iterator[tuple[Path, Message]]:
    """Docstrings of every class that descends from a refusal or a fact."""
    classes = [
        (path, node)
        for path in sources("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    spoken = set(SPOKEN_BASES)
    bases = {node.name: {_name(base) for base in node.bases} for _, node in classes}
    while more := {name for name, its in bases.items() if its & spoken} - spoken:
        spoken |= more
    for path, node in classes:
        words = ast.get_docstring(node)
        if words and bases[node.name] & spoken:
            yield path, (None, " ".join(inspect.cleandoc(words).split()))


def _name(base: ast.expr) -> str:
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")


def wanted() -> dict[Path, list[Message]]:
    """Every message by room, each once."""
    found: dict[Path, dict[Message, None]] = {}
    for pattern in ("*.py", "*.html"):
        for path in sources(pattern):
            for message in called_messages(path):
                found.setdefault(room_of(path), {})[message] = None
    for path, message in spoken_messages():
        found.setdefault(room_of(path), {})[message] = None
    return {room: [message for message in messages if message[1]] for room, messages in found.items()}


def catalogues() -> dict[Path, Catalog]:
    found = {}
    for path in sorted(PACKAGE.rglob(PO)):
        with path.open("rb") as file:
            found[path] = read_po(file, locale=LANGUAGE)
    return found


def new_catalogue() -> Catalog:
    return Catalog(
        locale=LANGUAGE,
        header_comment="# Zhanggui, simplified Chinese.",
        project="Zhanggui",
        version="0.1",
        msgid_bugs_address="",
        last_translator="",
        language_team="zh_Hans",
        fuzzy=False,
    )


def key_of(message: Message) -> tuple[str | None, str]:
    context, text = message
    return context, text if isinstance(text, str) else text[0]


def holes(text: str) -> set[str]:
    """Names of the places that are filled in."""
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        named = set()
    return named | set(NAMED_HOLE.findall(text))


def add_missing() -> None:
    known = {(each.context, _first(each.id)) for book in catalogues().values() for each in book if each.id}
    for room, messages in wanted().items():
        fresh = [message for message in messages if key_of(message) not in known]
        if not fresh:
            continue
        path = room / PO
        book = catalogues().get(path) or new_catalogue()
        for context, text in fresh:
            book.add(text, context=context)
            known.add(key_of((context, text)))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, book, width=120)
        print(f"{path.relative_to(ROOT)}: {len(fresh)} added")


def problems() -> list[str]:
    """What keeps a page from being wholly in one language."""
    told: list[str] = []
    seen: dict[tuple[str | None, str], str] = {}
    for path, book in catalogues().items():
        place = path.relative_to(ROOT)
        for each in book:
            if not each.id:
                continue
            words = _first(each.string)
            if not words or each.fuzzy:
                told.append(f"{place}: not translated: {_first(each.id)}")
                continue
            key = (each.context, _first(each.id))
            if seen.setdefault(key, words) != words:
                told.append(f"{place}: translated twice, differently: {_first(each.id)}")
            if holes(words) - holes(_first(each.id)):
                told.append(f"{place}: fills in what is not there: {words}")
    written = {(each.context, _first(each.id)) for book in catalogues().values() for each in book}
    for room, messages in wanted().items():
        told += [f"{room.relative_to(ROOT)}: missing: {key_of(m)[1]}" for m in messages if key_of(m) not in written]
    return told


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def compile_all() -> None:
    for path, book in catalogues().items():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, book)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    asked = parser.parse_args()
    settings.configure(USE_I18N=True)
    django.setup()
    if asked.compile:
        compile_all()
    elif asked.check:
        if told := problems():
            sys.exit("\n".join(told))
        print("Both languages are complete.")
    else:
        add_missing()


if __name__ == "__main__":
    main()
