"""What an incident says, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from zhanggui.fulfilment.rules.parcels import stop_words


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def said_in(row: Mapping[str, Any]) -> str:
    """The refusal's sentence, then what a person wrote."""
    data = {name: str(value) for name, value in (row["data"] or {}).items()}
    if "reason" in data:
        data["reason"] = stop_words(data["reason"])
    template = row["template"]
    sentence = gettext(template).format_map(_Known(data)) if template else ""
    return " · ".join(filter(None, [sentence, row["words"]]))
