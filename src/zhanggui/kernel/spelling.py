"""A word as it may be stored: who types or pastes one minds neither case nor width, an index minds both."""

from collections.abc import Iterable

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def narrow(text: str) -> str:
    """Full-width letters, figures and signs as their narrow forms; everything else as it is."""
    return text.translate(_NARROW)


def spellings(words: Iterable[str]) -> list[str]:
    """Each word as it was typed, narrow, and narrow in capitals and in small letters; each spelling once."""
    return list(
        dict.fromkeys(
            spelling
            for word in words
            for plain in [narrow(word)]
            for spelling in (word, plain, plain.upper(), plain.lower())
        )
    )
