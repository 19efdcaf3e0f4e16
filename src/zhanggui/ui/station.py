"""A station: one input, a big answer, a sound. Scan, weigh, sort; keyboard and barcode gun only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, cast
from uuid import UUID

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.columns import Text
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.desk.values import plain

Tone = Literal["good", "warn", "bad", "info"]
Sound = Literal["ok", "done", "wrong_barcode", "already_scanned", "too_many", "stopped", "void", "refused"]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of what is on the table: what it is, how many are there, how many must be."""

    title: str
    detail: str = ""
    done: int = 0
    total: int = 0
    image: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of what a station asks. `kind` is text, password, number or choice; a choice names its `choices`."""

    name: str
    label: Text
    kind: Literal["text", "password", "number", "choice"] = "text"
    value: str = ""
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A small form that opens over the station; `Station.fill` gets what was filled in, under its `name`."""

    name: str
    title: Text
    fields: tuple[Field, ...]
    sentence: Text = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A button of the station that scans `code` for a hand without a gun; `key` is the key that presses it."""

    title: Text
    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the station says. `context` comes back with the next scan, so the server keeps nothing.

    `prompt` says what to scan next (empty: the station's own). `opens` is a print page for a new window. `mark` is
    shown huge: the number of a cell, of a lane. `shows` is the address of a part of a page that stands below, in place
    of the items, and is read again every second and a half, so that several stations see one picture.
    `ask` is a form that must be filled in first.
    """

    headline: Text
    detail: Text = ""
    tone: Tone = "good"
    sound: Sound = "ok"
    done: int = 0
    total: int = 0
    items: tuple[Item, ...] = ()
    prompt: Text = ""
    context: dict[str, Any] = field(default_factory=dict)
    opens: str = ""
    mark: Text = ""
    shows: str = ""
    ask: Ask | None = None

    def as_dict(self) -> dict[str, Any]:
        items = [{name: getattr(item, name) for name in Item.__slots__} for item in self.items]
        values = {name: getattr(self, name) for name in Answer.__slots__ if name not in {"items", "ask"}}
        return plain(values) | {"items": items, "ask": self.ask and _asked(self.ask)}


def _asked(ask: Ask) -> dict[str, Any]:
    fields = [
        {"name": field.name, "label": str(field.label), "kind": field.kind, "value": field.value}
        | {"choices": [[value, str(label)] for value, label in field.choices]}
        for field in ask.fields
    ]
    return {"name": ask.name, "title": str(ask.title), "sentence": str(ask.sentence), "fields": fields}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the station's head: how much was done today, how much waits."""

    title: Text
    number: int


class Station:
    """Subclass it in an app's `stations.py` and answer each scan."""

    name: ClassVar[str]
    title: ClassVar[Text]
    grant: ClassVar[str]
    prompt: ClassVar[Text]
    icon: ClassVar[str] = "barcode"
    help: ClassVar[Text] = ""
    styles: ClassVar[Sequence[str]] = ()
    """Style sheets of what its answers show below."""
    report: ClassVar[str] = ""
    """The name of the address of a form by which trouble is reported from here; empty: there is none."""
    has_scale: ClassVar[bool] = False
    keys: ClassVar[Sequence[Key]] = ()
    takes_count: ClassVar[bool] = False
    """Whether a count may be keyed: it comes as `*5 CODE`."""

    def scan(self, *, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
        """Do what the scan asks. The same `scan_id` again must do nothing more and give the same answer.

        Raise a refusal to say no: its sentence is shown in red with its sound, and `context` stays as it was.
        """
        raise NotImplementedError

    def fill(
        self, *, ask: str, values: dict[str, str], scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime
    ) -> Answer:
        """What was filled in where an answer asked under that name. Never kept and sent later."""
        raise RequestNotUnderstood(reason=ask)

    def resume(self, *, context: dict[str, Any], actor: Actor, at: datetime) -> Answer | None:
        """What lies on the table, when the page was loaded again in the middle of it; None: as the page knew it."""
        return None

    def figures(self, actor: Actor, at: datetime) -> Sequence[Figure]:
        """What its head counts: asked when the page opens and every half minute, never with a scan."""
        return ()


def figure_list(station: Station, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    return [{"title": str(figure.title), "number": figure.number} for figure in station.figures(actor, at)]


def refused_answer(refusal: Refusal, context: dict[str, Any]) -> dict[str, Any]:
    """A refusal as the station shows it: red, or amber when only repeated, with its own sound."""
    tone: Tone = "warn" if refusal.sound == "already_scanned" else "bad"
    sound = cast(Sound, refusal.sound)
    answer = Answer(refusal.sentence, detail=refusal.advice, tone=tone, sound=sound, context=context)
    return answer.as_dict() | {"code": refusal.code(), "refused": True}
