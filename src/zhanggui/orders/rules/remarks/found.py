"""What reading a remark finds, and the company's own templates it is read by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldKind = Literal["text", "number", "day"]


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One thing a template of the company asks for."""

    name: str
    kind: FieldKind = "text"


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of request the company defined: a clause with one of its words is such a request."""

    id: int
    words: tuple[str, ...]
    fields: tuple[TemplateField, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One request: its kind, what it asks in fields, and the words it was read from.

    `written_by` is the colleague who signed a sentence in the house form; `template_id` belongs to kind "custom".
    """

    kind: str
    source: str
    fields: Mapping[str, str] = field(default_factory=dict)
    template_id: int | None = None
    written_by: str = ""
