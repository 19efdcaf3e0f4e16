"""Wave strategies and kicking out in the public API."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.drop_strategies import drop_strategies
from zhanggui.fulfilment.flows.kick_out_parcels import kick_out_parcels
from zhanggui.fulfilment.flows.print_table_labels import print_table_labels
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_strategies import StrategyDraft, set_strategies
from zhanggui.fulfilment.models.strategy import HOT_FROM, MOST_SIZE, USUAL_SIZE
from zhanggui.fulfilment.states import PickMeans, WaveKind
from zhanggui.kernel.api import Answered, Asked, Flag, Id, Ids, flow_operation, run

router = Router(tags=["fulfilment"])

Limit = Annotated[int, Field(ge=0, le=2_000_000_000, strict=True, description="0: no limit.")]
Small = Annotated[int, Field(ge=0, le=30_000, strict=True)]
Words = Annotated[list[Annotated[str, Field(min_length=1, max_length=16)]], Field(max_length=100)]


class StrategyIn(Asked):
    warehouse_id: Id
    name: Annotated[str, Field(min_length=1, max_length=40)]
    kind: Annotated[str, Field(pattern=f"^({'|'.join(['', *WaveKind.values])})$")] = ""
    carriers: Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=100)] = []
    shops: Annotated[list[Id], Field(max_length=1000)] = []
    zones: Words = []
    urgent_only: Flag = False
    due_within_h: Small = 0
    hot_from: Annotated[int, Field(ge=2, le=30_000, strict=True)] = HOT_FROM
    by_zone: Flag = False
    wall_id: Id | None = None
    most_parcels: Annotated[int, Field(ge=1, le=MOST_SIZE, strict=True)] = USUAL_SIZE
    most_units: Limit = 0
    most_g: Limit = 0
    most_cm3: Limit = 0
    fewest: Annotated[int, Field(ge=1, le=MOST_SIZE, strict=True)] = 1
    means: Annotated[str, Field(pattern=f"^({'|'.join(PickMeans.values)})$")] = PickMeans.BOTH.value
    priority: Small = 100
    is_enabled: Flag = True
    labels_at_table: Flag = False


class SetStrategies(Asked):
    strategies: Annotated[list[StrategyIn], Field(min_length=1, max_length=1000)]


class StrategySet(Asked):
    strategy_ids: Ids


class WaveSet(Asked):
    wave_ids: Ids


class KickedSet(Asked):
    parcel_ids: Ids


@flow_operation(router, set_strategies)
def set_strategies_endpoint(request: HttpRequest, asked: SetStrategies) -> Answered:
    drafts = [_draft(each) for each in asked.strategies]
    return run(set_strategies, request, strategies=drafts)


def _draft(each: StrategyIn) -> StrategyDraft:
    said = each.model_dump()
    as_tuples: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    return StrategyDraft(**as_tuples)


@flow_operation(router, drop_strategies)
def drop_strategies_endpoint(request: HttpRequest, asked: StrategySet) -> Answered:
    return run(drop_strategies, request, strategy_ids=asked.strategy_ids)


@flow_operation(router, run_strategies)
def run_strategies_endpoint(request: HttpRequest, asked: StrategySet) -> Answered:
    return run(run_strategies, request, strategy_ids=asked.strategy_ids)


@flow_operation(router, release_waves)
def release_waves_endpoint(request: HttpRequest, asked: WaveSet) -> Answered:
    return run(release_waves, request, wave_ids=asked.wave_ids)


@flow_operation(router, print_table_labels)
def print_table_labels_endpoint(request: HttpRequest, asked: KickedSet) -> Answered:
    return run(print_table_labels, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, kick_out_parcels)
def kick_out_parcels_endpoint(request: HttpRequest, asked: KickedSet) -> Answered:
    return run(kick_out_parcels, request, parcel_ids=asked.parcel_ids)
