"""Names and addresses of shops that sell to anywhere, as we write them."""

import re

HERE = frozenset({"", "CN"})
"""Countries that need not be named."""

_MOBILE = re.compile(r"(?:\+|00)?(?:86)?(1[3-9][0-9]{9})")


def full_name(first: str, last: str) -> str:
    """Chinese names are written in one, the family first; others with a blank, the family last."""
    first, last = first.strip(), last.strip()
    if not first or not last:
        return first or last
    return f"{first} {last}" if (first + last).isascii() else f"{last}{first}"


def region(state: str, country: str) -> str:
    """The province or state; abroad with the code of its country."""
    return state if country in HERE else ", ".join(filter(None, (state, country)))


def street(*parts: str, country: str) -> str:
    """What comes after the city."""
    return ("" if country in HERE else " ").join(part.strip() for part in parts if part.strip())


def mobile_number(told: str) -> str:
    """A Chinese mobile number without the code of the country before it; anything else as it was told."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()-]", "", told))
    return found[1] if found else told.strip()
