"""What a rule of the company's own may ask for: one entry per action, and never more than the order's steps allow.

No action says that an order is reviewed: `pass` only spares it a person's look. The checks of the program are asked all
the same, and any hold outvotes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.refusal import Refusal

MOST_ACTIONS = 12
LONGEST_LABEL = 30
LONGEST_HOLD_HOURS = 24 * 30

Act = Mapping[str, Any]
"""`do` names the action, the other keys are its inputs."""


class NothingAsked(Refusal):
    """Say what the rule does: it needs at least one action."""


class ActionUnknown(Refusal):
    """There is no action “{action}”."""


class ActionIncomplete(Refusal):
    """“{action}” needs “{input}”."""


class NumberOutside(Refusal):
    """“{input}” lies between 1 and {most}."""


class TooManyActions(Refusal):
    """At most {most} actions in one rule."""


class PassAndHold(Refusal):
    """One rule cannot both pass and hold an order."""


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    title: Any
    kind: Literal["text", "number", "choice"] = "text"
    choices: str = ""
    most: int = 200
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class ActionKind:
    """`says` is the action in words, with its inputs in braces."""

    name: str
    title: Any
    says: Any
    inputs: tuple[Input, ...] = ()


ACTIONS: dict[str, ActionKind] = {
    kind.name: kind
    for kind in (
        ActionKind("pass", _("Pass without a look"), _("pass it without a look")),
        ActionKind(
            "hold", _("Hold"), _("hold it: {note}"),
            (
                Input("note", _("Reason"), most=200),
                Input("hours", _("Released after hours"), "number", most=LONGEST_HOLD_HOURS, is_needed=False),
                Input(
                    "hours_before", _("Released hours before it must leave"), "number", most=LONGEST_HOLD_HOURS,
                    is_needed=False,
                ),
            ),
        ),
        ActionKind("flag", _("Flag"), _("flag it {flag}"), (Input("flag", _("Flag"), "choice", "flags"),)),
        ActionKind(
            "label", _("Label"), _("label it {label}"), (Input("label", _("Label"), most=LONGEST_LABEL),)
        ),
        ActionKind(
            "warehouse", _("Warehouse"), _("send it from {warehouse}"),
            (Input("warehouse", _("Warehouse"), "choice", "warehouses"),),
        ),
        ActionKind(
            "carrier", _("Carrier"), _("send it with {carrier}"),
            (Input("carrier", _("Carrier"), "choice", "carriers"),),
        ),
        ActionKind(
            "gift", _("Gift"), _("give what the gift rule “{gift}” gives"),
            (Input("gift", _("Gift rule"), "choice", "gifts"),),
        ),
        ActionKind("note", _("Note"), _("note on it: {note}"), (Input("note", _("Note"), most=200),)),
    )
}  # fmt: skip


def check_actions(acts: Sequence[Act]) -> None:
    """Every action is known and complete, and they do not contradict one another."""
    if not acts:
        raise NothingAsked
    if len(acts) > MOST_ACTIONS:
        raise TooManyActions(most=MOST_ACTIONS)
    for act in acts:
        kind = ACTIONS.get(str(act.get("do")))
        if kind is None:
            raise ActionUnknown(action=act.get("do"))
        for one in kind.inputs:
            _check_input(kind, one, str(act.get(one.name, "") or "").strip())
    if {"pass", "hold"} <= {act["do"] for act in acts}:
        raise PassAndHold


def _check_input(kind: ActionKind, one: Input, value: str) -> None:
    if not value:
        if one.is_needed:
            raise ActionIncomplete(action=kind.title, input=one.title)
        return
    if one.kind == "number":
        if not value.isdecimal() or not 1 <= int(value) <= one.most:
            raise NumberOutside(input=one.title, most=one.most)
    elif len(value) > one.most:
        raise ActionIncomplete(action=kind.title, input=one.title)


def clean_act(act: Act) -> dict[str, str]:
    """Only what the action knows, trimmed."""
    kind = ACTIONS[act["do"]]
    given = {one.name: str(act.get(one.name, "") or "").strip() for one in kind.inputs}
    return {"do": kind.name, **{name: value for name, value in given.items() if value}}
