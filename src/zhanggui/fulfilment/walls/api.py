"""Put walls in the public API."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.close_walls import close_walls
from zhanggui.fulfilment.flows.open_walls import LONGEST_CODE, WallDraft, open_walls
from zhanggui.fulfilment.flows.place_waves import place_waves
from zhanggui.fulfilment.models.wall import MOST_CELLS
from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_operation, run

router = Router(tags=["fulfilment"])

Side = Annotated[int, Field(ge=1, le=MOST_CELLS, strict=True)]


class WallIn(Asked):
    warehouse_id: Id
    code: Annotated[str, Field(min_length=1, max_length=LONGEST_CODE)]
    rows: Side
    columns: Side
    name: Annotated[str, Field(max_length=40)] = ""


class OpenWalls(Asked):
    walls: Annotated[list[WallIn], Field(min_length=1, max_length=1000)]


class CloseWalls(Asked):
    wall_ids: Ids


@flow_operation(router, open_walls)
def open_walls_endpoint(request: HttpRequest, asked: OpenWalls) -> Answered:
    return run(open_walls, request, walls=[WallDraft(**each.model_dump()) for each in asked.walls])


class PlaceWaves(Asked):
    wave_ids: Ids
    wall_id: Id | None = None


@flow_operation(router, place_waves)
def place_waves_endpoint(request: HttpRequest, asked: PlaceWaves) -> Answered:
    return run(place_waves, request, **asked.model_dump())


@flow_operation(router, close_walls)
def close_walls_endpoint(request: HttpRequest, asked: CloseWalls) -> Answered:
    return run(close_walls, request, wall_ids=asked.wall_ids)
