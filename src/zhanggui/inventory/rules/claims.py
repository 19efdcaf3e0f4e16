"""Who gets what is free: groups in the order given, each whole or not at all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from zhanggui.kernel.refusal import Refusal

StockKey: TypeAlias = tuple[int, int]
"""(warehouse_id, sku_id)"""


class Want(NamedTuple):
    """One cause wants pieces; a group (an order) is served whole or not at all."""

    cause_id: int
    group: int
    warehouse_id: int
    sku_id: int
    quantity: int


class StockShort(Refusal):
    """Not enough stock of {sku}: {wanted} wanted, {free} free."""


class Short(NamedTuple):
    sku_id: int
    wanted: int
    free: int


class Served(NamedTuple):
    """`granted` keeps the order asked for; `taken` is what they hold together."""

    granted: list[Want]
    taken: dict[StockKey, int]
    shorts: dict[int, list[Short]]


def serve_wants(wants: Sequence[Want], free: Mapping[StockKey, int]) -> Served:
    """Serve the groups one after the other from what is `free`. A group that is short takes nothing."""
    groups: dict[int, list[Want]] = defaultdict(list)
    for want in wants:
        groups[want.group].append(want)
    left = dict(free)
    granted: list[Want] = []
    taken: dict[StockKey, int] = defaultdict(int)
    shorts: dict[int, list[Short]] = {}
    for group, members in groups.items():
        needs = _needs(members)
        short = [Short(key[1], wanted, left.get(key, 0)) for key, wanted in needs.items() if wanted > left.get(key, 0)]
        if short:
            shorts[group] = short
            continue
        for key, wanted in needs.items():
            left[key] -= wanted
            taken[key] += wanted
        granted += members
    return Served(granted, taken, shorts)


def _needs(members: Sequence[Want]) -> dict[StockKey, int]:
    needs: dict[StockKey, int] = {}
    for _, _, warehouse_id, sku_id, quantity in members:
        key = (warehouse_id, sku_id)
        needs[key] = needs.get(key, 0) + quantity
    return needs
