"""Crates and freight stations in the public API."""

from datetime import time
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.drop_crate_rules import drop_crate_rules
from zhanggui.fulfilment.flows.drop_crates import drop_crates
from zhanggui.fulfilment.flows.enter_receipts import enter_receipts
from zhanggui.fulfilment.flows.list_freight import list_freight
from zhanggui.fulfilment.flows.mark_crates import mark_crates
from zhanggui.fulfilment.flows.return_crates import return_crates
from zhanggui.fulfilment.flows.send_crates import send_crates
from zhanggui.fulfilment.flows.set_crate_costs import set_crate_costs
from zhanggui.fulfilment.flows.set_crate_rules import CrateRuleDraft, set_crate_rules
from zhanggui.fulfilment.flows.set_crate_times import CrateTimesDraft, set_crate_times
from zhanggui.fulfilment.flows.set_freight_stations import FreightStationDraft, set_freight_stations
from zhanggui.fulfilment.flows.sign_freight_runs import sign_freight_runs
from zhanggui.fulfilment.flows.take_off_freight import take_off_freight
from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, flow_operation, run

router = Router(tags=["fulfilment"])

Why = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Clock = Annotated[time, Field(description="A time of day, 09:30.")]


class ParcelSet(Asked):
    parcel_ids: Ids


class MarkCrates(ParcelSet):
    why: Why


class DropCrates(ParcelSet):
    reason: Why


class SendCrates(ParcelSet):
    taken_by: Name
    trip_id: Id | None = None


class SetCrateCosts(ParcelSet):
    cost: Amount


class CrateRuleIn(Asked):
    code: Annotated[str, Field(max_length=64)] = ""
    label: Annotated[str, Field(max_length=30)] = ""


class SetCrateRules(Asked):
    rules: Annotated[list[CrateRuleIn], Field(min_length=1, max_length=1000)]


class RuleSet(Asked):
    rule_ids: Ids


class TimesIn(Asked):
    warehouse_id: Id
    times: Annotated[list[Clock], Field(min_length=1, max_length=24)]


class SetCrateTimes(Asked):
    drafts: Annotated[list[TimesIn], Field(min_length=1, max_length=1000)]


class StationIn(Asked):
    warehouse_id: Id
    carrier: Annotated[str, Field(min_length=1, max_length=32)]
    ready_by: Clock = time(8)
    address: Annotated[str, Field(max_length=200)] = ""
    is_on: Flag = True


class SetFreightStations(Asked):
    stations: Annotated[list[StationIn], Field(min_length=1, max_length=1000)]


class ListFreight(ParcelSet):
    driver: Name
    plate: Annotated[str, Field(min_length=1, max_length=20)]
    phone: Annotated[str, Field(max_length=40)] = ""


class RunSet(Asked):
    run_ids: Ids


class TakeOffFreight(Asked):
    line_ids: Ids
    reason: Why


class EnterReceipts(Asked):
    line_ids: Ids
    receipt: Annotated[str, Field(min_length=1, max_length=40)]


@flow_operation(router, mark_crates)
def mark_crates_endpoint(request: HttpRequest, asked: MarkCrates) -> Answered:
    return run(mark_crates, request, **asked.model_dump())


@flow_operation(router, drop_crates)
def drop_crates_endpoint(request: HttpRequest, asked: DropCrates) -> Answered:
    return run(drop_crates, request, **asked.model_dump())


@flow_operation(router, send_crates)
def send_crates_endpoint(request: HttpRequest, asked: SendCrates) -> Answered:
    return run(send_crates, request, **asked.model_dump())


@flow_operation(router, return_crates)
def return_crates_endpoint(request: HttpRequest, asked: ParcelSet) -> Answered:
    return run(return_crates, request, parcel_ids=asked.parcel_ids)


@flow_operation(router, set_crate_costs)
def set_crate_costs_endpoint(request: HttpRequest, asked: SetCrateCosts) -> Answered:
    return run(set_crate_costs, request, **asked.model_dump())


@flow_operation(router, set_crate_rules)
def set_crate_rules_endpoint(request: HttpRequest, asked: SetCrateRules) -> Answered:
    return run(set_crate_rules, request, rules=[CrateRuleDraft(**each.model_dump()) for each in asked.rules])


@flow_operation(router, drop_crate_rules)
def drop_crate_rules_endpoint(request: HttpRequest, asked: RuleSet) -> Answered:
    return run(drop_crate_rules, request, rule_ids=asked.rule_ids)


@flow_operation(router, set_crate_times)
def set_crate_times_endpoint(request: HttpRequest, asked: SetCrateTimes) -> Answered:
    drafts = [
        CrateTimesDraft(each.warehouse_id, tuple(one.replace(tzinfo=None) for one in each.times))
        for each in asked.drafts
    ]
    return run(set_crate_times, request, drafts=drafts)


@flow_operation(router, set_freight_stations)
def set_freight_stations_endpoint(request: HttpRequest, asked: SetFreightStations) -> Answered:
    drafts = [
        FreightStationDraft(**each.model_dump() | {"ready_by": each.ready_by.replace(tzinfo=None)})
        for each in asked.stations
    ]
    return run(set_freight_stations, request, stations=drafts)


@flow_operation(router, list_freight)
def list_freight_endpoint(request: HttpRequest, asked: ListFreight) -> Answered:
    return run(list_freight, request, **asked.model_dump())


@flow_operation(router, sign_freight_runs)
def sign_freight_runs_endpoint(request: HttpRequest, asked: RunSet) -> Answered:
    return run(sign_freight_runs, request, run_ids=asked.run_ids)


@flow_operation(router, take_off_freight)
def take_off_freight_endpoint(request: HttpRequest, asked: TakeOffFreight) -> Answered:
    return run(take_off_freight, request, **asked.model_dump())


@flow_operation(router, enter_receipts)
def enter_receipts_endpoint(request: HttpRequest, asked: EnterReceipts) -> Answered:
    return run(enter_receipts, request, **asked.model_dump())
