"""Under which beginnings a SKU is found while someone types: code, barcode, name, and the initials of its pinyin."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 12
"""So much of a name is looked at from each place in it."""
_MOST_CHARACTERS = 60
_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+")
_BLANKS = re.compile(r"\s+")


def folded(text: str) -> str:
    """As compared: narrow forms, small letters."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def search_words(*, code: str, name: str, spec: str = "", style: str = "", barcodes: Iterable[str] = ()) -> list[str]:
    """Every text whose beginning finds the SKU, each once and sorted."""
    words = {_BLANKS.sub("", folded(one)) for one in (code, style, *barcodes)}
    words |= {part for part in _RUN.findall(folded(code)) if len(part) > 1}
    for text in (name, spec):
        words.update(_inside(text))
    return sorted(words - {""})


@lru_cache(maxsize=4096)  # the SKUs of one style share their name
def _inside(text: str) -> frozenset[str]:
    """From each Chinese character and each Latin word on: the text itself, and its initials."""
    runs = _RUN.findall(folded(text)[:_MOST_CHARACTERS])
    written = _units(runs)
    spoken = _units(_initials(runs))
    return frozenset(word for units in (written, spoken) for word in _beginnings(units))


def _units(runs: Iterable[str]) -> list[str]:
    """Chinese characters one by one, Latin words whole."""
    return [unit for run in runs for unit in ([run] if run.isascii() and len(run) > 1 else list(run))]


def _beginnings(units: list[str]) -> Iterator[str]:
    for start in range(len(units)):
        yield "".join(units[start:])[:LONGEST]


def _initials(runs: list[str]) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # 50 MB of phrases: only where names are written

    told: list[str] = []
    for run in runs:
        if run.isascii():
            told.append(run)
        else:
            told.extend(letter[:1] for letter in lazy_pinyin(run, style=Style.FIRST_LETTER))
    return told


def search_query(text: str) -> str:
    """What was typed, for PostgreSQL: every word of it begins one of the SKU's. Empty when nothing was typed."""
    asked = []
    for word in _BLANKS.split(folded(text)):
        whole = _quoted(word)
        if word:
            asked.append(whole if len(word) <= LONGEST else f"({whole} | {_quoted(word[:LONGEST])})")
    return " & ".join(asked)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}':*"


def as_vector(words: Iterable[str]) -> str:
    """The words as a value of PostgreSQL's tsvector."""
    return " ".join(_quoted(word).removesuffix(":*") for word in words)
