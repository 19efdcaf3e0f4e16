"""Zones of a warehouse, read off the codes of its bins: `A-01-03` lies in zone A."""

import re

_DIGITS = re.compile(r"(\d+)")


def zone_of(code: str) -> str:
    """What stands before the first dash; of a code without one its first letters."""
    head, dash, _ = code.partition("-")
    if dash:
        return head[:16]
    return "".join(_DIGITS.split(code, maxsplit=1)[:1])[:16] or code[:16]


def walk_key(walk_order: int, code: str) -> tuple[int, list[tuple[int, int, str]]]:
    """Bins in the order one passes them: as they were numbered, then by code with A-2 before A-10."""
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(code) if part]
    return walk_order, parts
