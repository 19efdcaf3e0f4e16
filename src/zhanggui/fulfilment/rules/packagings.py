"""Which box goods belong in. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

FILL_PERCENT = 85
"""Goods fill a box no further than this."""
HABIT = 3
"""So often the same goods must have gone into a box before that counts."""


class PackagingUnknown(Refusal):
    """“{code}” is not one of the boxes used here."""


class Box(NamedTuple):
    """A packaging: its inner measures in millimetres and volume, zero where nobody knows, and what it carries."""

    sku_id: int
    code: str
    name: str
    volume_cm3: int
    sides_mm: tuple[int, ...]
    most_g: int


class Goods(NamedTuple):
    """What goes into the box: zero where nobody knows."""

    volume_cm3: int
    longest_mm: int
    grams: int


def fits(goods: Goods, box: Box) -> bool:
    """It is not known that they do not fit."""
    if box.most_g and goods.grams > box.most_g:
        return False
    if box.volume_cm3 and goods.volume_cm3 * 100 > box.volume_cm3 * FILL_PERCENT:
        return False
    longest = max(box.sides_mm, default=0)
    return not (longest and goods.longest_mm > longest)


def suggest_box(goods: Goods, boxes: Sequence[Box], habits: Mapping[int, int]) -> Box | None:
    """The box that packers took for the same goods most often, else the smallest that they fit into by measure."""
    usual = [box for box in boxes if habits.get(box.sku_id, 0) >= HABIT]
    if usual:
        return max(usual, key=lambda box: (habits[box.sku_id], -box.volume_cm3))
    if not goods.volume_cm3:
        return None
    fitting = [box for box in boxes if box.volume_cm3 and fits(goods, box)]
    return min(fitting, key=lambda box: (box.volume_cm3, box.sku_id), default=None)
