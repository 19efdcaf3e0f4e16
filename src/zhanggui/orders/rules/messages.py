"""Words for buyers, with fields that are filled for each order. Pure."""

import re
from collections.abc import Mapping

from zhanggui.kernel.refusal import Refusal

FIELDS = ("order", "goods", "pieces", "shop")
LONGEST = 500
_FIELD = re.compile(r"\{([^{}]*)\}")


class MessageEmpty(Refusal):
    """Write what the buyer should read."""


class MessageFieldUnknown(Refusal):
    """The field {field} is not known. Known are: {known}."""


class MessageTooLong(Refusal):
    """The message would have {length} characters; {limit} are the most."""


def check_template(text: str) -> None:
    """Raises MessageEmpty or MessageFieldUnknown."""
    if not text.strip():
        raise MessageEmpty
    for field in _FIELD.findall(text):
        if field not in FIELDS:
            raise MessageFieldUnknown(field=field, known=", ".join(FIELDS))


def fill_template(text: str, values: Mapping[str, str]) -> str:
    """The text with each field replaced. Raises MessageTooLong."""
    filled = _FIELD.sub(lambda found: values[found[1]], text.strip())
    if len(filled) > LONGEST:
        raise MessageTooLong(length=len(filled), limit=LONGEST)
    return filled
