"""The numbers that the checks of the review compare with."""

from dataclasses import dataclass

from zhanggui.kernel.refusal import Refusal


class ThresholdOutside(Refusal):
    """“{name}” lies between {least} and {most}."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`duplicate_hours` of 0: duplicates are not looked for."""

    duplicate_hours: int = 24
    floor_percent: int = 100
    circle_limit: int = 3
    circle_minutes: int = 60


BOUNDS: dict[str, tuple[int, int]] = {
    "duplicate_hours": (0, 24 * 30),
    "floor_percent": (0, 200),
    "circle_limit": (1, 50),
    "circle_minutes": (1, 24 * 60),
}


def check_thresholds(thresholds: Thresholds) -> None:
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(thresholds, name) <= most:
            raise ThresholdOutside(name=name, least=least, most=most)
