"""Label stocks and how each divides its height. All lengths in millimetres, sizes of type in points."""

from dataclasses import dataclass
from enum import Enum

MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class LabelLayout:
    """Heights of the bands from the top; what is left is the slip the packer reads."""

    width: int
    height: int
    head: float
    mark: float
    code: float
    receiver: float
    sender: float
    scale: float

    @property
    def slip_top(self) -> float:
        return 1 + self.head + self.mark + self.code + self.receiver + self.sender

    @property
    def inner(self) -> float:
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        return self.height - 1.5


class LabelSize(Enum):
    """The label stocks in use; on 100 × 180 the slip starts at the perforation, 110 mm down."""

    MM_76_130 = LabelLayout(76, 130, head=8, mark=14.75, code=20, receiver=22, sender=11.5, scale=1.0)
    MM_100_150 = LabelLayout(100, 150, head=9, mark=17, code=22, receiver=26, sender=13, scale=1.2)
    MM_100_180 = LabelLayout(100, 180, head=11, mark=20, code=26, receiver=34, sender=18, scale=1.3)
