"""Numbers as they stand in an address or a form: text that anybody may have written."""

_MOST_DIGITS = 18
"""Every number of so many digits fits a bigint."""
NO_KEY = -1
"""The key of no document."""


def key_of(text: str) -> int:
    """The key written there, or that of no document."""
    word = text.strip()
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS else NO_KEY


def number_of(text: str) -> int:
    """The number written there; 0 where there is none."""
    return max(key_of(text), 0)


def keys_in(text: str) -> list[int]:
    """The keys written there with commas between them, each once; what is no key is left out."""
    return [key for key in dict.fromkeys(map(key_of, text.split(","))) if key != NO_KEY]
