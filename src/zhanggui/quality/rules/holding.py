"""Who has an inspection in hand, and what may be done with it as it stands."""

from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class Hand(NamedTuple):
    """An inspection as far as these rules care. `inspector_id` is None for a program."""

    number: str
    state: str
    inspector: str
    inspector_id: int | None


class InspectionTaken(Refusal):
    """{number} is being inspected by {inspector}."""


class InspectionNotBegun(Refusal):
    """{number} is not being inspected: begin the inspection first."""


class InspectionOver(Refusal):
    """{number} is decided already."""


class SpecialAcceptanceAwaited(Refusal):
    """{number} waits for the decision about its special acceptance."""


def check_may_begin(hand: Hand, *, by: str, by_id: int | None) -> None:
    """Nobody else has it in hand; who has it may begin again."""
    if hand.state == "inspecting" and not is_hand_of(hand, by=by, by_id=by_id):
        raise InspectionTaken(number=hand.number, inspector=hand.inspector)
    if hand.state == "asked":
        raise SpecialAcceptanceAwaited(number=hand.number)
    if hand.state not in {"waiting", "inspecting"}:
        raise InspectionOver(number=hand.number)


def check_in_hand(hand: Hand, *, by: str, by_id: int | None) -> None:
    """Who acts has it in hand."""
    check_may_begin(hand, by=by, by_id=by_id)
    if hand.state != "inspecting":
        raise InspectionNotBegun(number=hand.number)


def is_hand_of(hand: Hand, *, by: str, by_id: int | None) -> bool:
    if hand.inspector_id is not None or by_id is not None:
        return hand.inspector_id == by_id
    return hand.inspector == by
