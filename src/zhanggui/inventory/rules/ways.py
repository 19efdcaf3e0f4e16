"""Which ways goods may take between places."""

from collections.abc import Mapping, Sequence

from zhanggui.inventory.rules.sums import Posting, Site
from zhanggui.kernel.refusal import Refusal


class NotGoodEnough(Refusal):
    """What lies with the defective goods, the blocked goods or the spare parts never goes to a place from which goods
    are sold or put away. Send it to the inspector again, back to its supplier, or scrap it."""


class InspectionStillOpen(Refusal):
    """These goods wait for the inspector. They can be put away when the inspection is over."""


def check_ways(moves: Sequence[Posting], sites: Mapping[int, Site], *, is_released: bool = False) -> None:
    """What is not good leaves the house, stays with what is not good, or goes to the inspector again. What waits for
    the inspector leaves the house, is found wanting, or was released."""
    for move in moves:
        origin, target = sites[move.origin_id], sites[move.target_id]
        if target.warehouse_id is None or target.is_held or target.waits:
            continue
        if origin.is_held:
            raise NotGoodEnough
        if origin.waits and not is_released:
            raise InspectionStillOpen
