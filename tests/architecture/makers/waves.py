"""How to call each flow of walls and waves on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.fulfilment.flows.close_walls import close_walls
from zhanggui.fulfilment.flows.open_walls import WallDraft, open_walls
from zhanggui.fulfilment.models import Wall


def walls(world: World, n: int) -> list[WallDraft]:
    return [WallDraft(world.warehouse.pk, f"W{next(causes)}", 5, 8) for _ in range(n)]


def opening_walls(world: World, n: int) -> Call:
    drafts = walls(world, n)
    return lambda: open_walls(walls=drafts, **BY)


def closing_walls(world: World, n: int) -> Call:
    codes = open_walls(walls=walls(world, n), **BY).done
    ids = list(Wall.objects.filter(code__in=codes).values_list("pk", flat=True))
    return lambda: close_walls(wall_ids=ids, **BY)


MAKERS: Makers = {"open_walls": opening_walls, "close_walls": closing_walls}
