"""What spreadsheets and their users wrap a value in, so that it is kept as typed."""

import re
from functools import lru_cache

BLANKS = " \t\r\n\u3000\u00a0\ufeff"

_REMEMBERED = 16_384  # rows near each other say the same things
_FORMULA = re.compile(r'="[^"]*"')
_KEPT = re.compile(r"'[\d=+@-]", re.ASCII)


@lru_cache(maxsize=_REMEMBERED)
def unwrap(cell: str) -> str:
    """The text without the wrapping (="…", blanks, tabs, apostrophe) that keeps spreadsheets from changing it."""
    text = cell.strip(BLANKS)
    if text.startswith("=") and _FORMULA.fullmatch(text):
        return text[2:-1].strip(BLANKS)
    if text.startswith("'") and _KEPT.match(text):
        return text[1:]
    return text
