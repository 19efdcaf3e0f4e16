"""A refusal is an answer, not an accident: named, worded for a clerk, with its data.

A subclass says its sentence in its docstring, with the fields it is raised with:

    class ParcelStopped(Refusal):
        \"\"\"Parcel {waybill} was stopped: {reason}. Put it in the stop basket.\"\"\"

    raise ParcelStopped(waybill="TC01", reason="refund asked")

The docstring is the English sentence and the key of its translation.
"""

import inspect
import re
from functools import cache
from typing import Any, ClassVar


@cache
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class Refusal(Exception):
    """The operation was refused."""

    http_state: ClassVar[int] = 422
    sound: ClassVar[str] = "refused"
    advice: ClassVar[Any] = ""
    """What a person at a station does next, in their language."""

    def __init__(self, **data: Any) -> None:
        self.data = data
        super().__init__(self.template())

    @classmethod
    def code(cls) -> str:
        """The stable name by which pages, API clients and tests know this refusal: `parcel_stopped`."""
        return _snake(cls.__name__)

    @classmethod
    def template(cls) -> str:
        """The English sentence with its fields, on one line: the translation key."""
        return " ".join(inspect.cleandoc(cls.__doc__ or "").split())

    @property
    def sentence(self) -> str:
        """The sentence in the reader's language, with this refusal's data filled in."""
        # Imported late so that pure rules can be used where no web frame is set up.
        from django.utils.translation import gettext

        return gettext(self.template()).format_map(_Named(self.words()))

    def words(self) -> dict[str, Any]:
        """What stands in the holes of the sentence, in the reader's language."""
        return {name: _spoken(value) for name, value in self.data.items()}

    def as_dict(self) -> dict[str, Any]:
        data = {name: _plain(value) for name, value in self.data.items()}
        return {"code": self.code(), "sentence": self.sentence, "data": data}

    def __str__(self) -> str:
        return self.template().format_map(_Named(self.data))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, Refusal) and self.data == other.data

    def __hash__(self) -> int:
        return hash((type(self), repr(sorted(self.data.items()))))


def _spoken(value: Any) -> Any:
    """A refusal inside a refusal is read out, in the reader's language; several, one after the other."""
    if isinstance(value, Refusal):
        return value.sentence
    if isinstance(value, list | tuple):
        return " ".join(str(_spoken(one)) for one in value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Refusal):
        return value.as_dict()
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


class _Named(dict[str, Any]):
    """A missing field shows as its name: a sentence with a hole beats a crash while refusing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class NotFound(Refusal):
    """{what} {key} does not exist, or is outside what you may see."""

    http_state = 404

    def words(self) -> dict[str, Any]:
        from django.utils.translation import gettext

        return super().words() | {"what": gettext(str(self.data.get("what", "")))}


class NotAllowed(Refusal):
    """You may not do this: it needs the right “{grant}”."""

    http_state = 403
