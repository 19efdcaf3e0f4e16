"""Print batches and their calendar in the public API."""

from datetime import date, time
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.close_print_batches import close_print_batches
from zhanggui.fulfilment.flows.drop_print_days import drop_print_days
from zhanggui.fulfilment.flows.fill_print_batches import fill_print_batches
from zhanggui.fulfilment.flows.set_print_days import PrintDayDraft, set_print_days
from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_operation, run

router = Router(tags=["fulfilment"])


class MissingParcel(Asked):
    parcel_id: Id
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class CloseBatches(Asked):
    batch_ids: Ids
    reason: Annotated[str, Field(max_length=200, description="For every parcel that is missing.")] = ""
    reasons: Annotated[list[MissingParcel], Field(max_length=1000)] = []


class FillBatches(Asked):
    warehouse_ids: Ids


class PrintDayIn(Asked):
    warehouse_id: Id
    on: date
    times: Annotated[list[time], Field(max_length=24, description="None: nothing is printed that day.")] = []
    carrier: Annotated[str, Field(max_length=32, description="Empty: all carriers.")] = ""
    note: Annotated[str, Field(max_length=80)] = ""

    def draft(self) -> PrintDayDraft:
        times = tuple(one.replace(tzinfo=None) for one in self.times)
        return PrintDayDraft(self.warehouse_id, self.on, times, self.carrier, self.note)


class SetPrintDays(Asked):
    days: Annotated[list[PrintDayIn], Field(min_length=1, max_length=1000)]


class DropPrintDays(Asked):
    day_ids: Ids


@flow_operation(router, close_print_batches)
def close_print_batches_endpoint(request: HttpRequest, asked: CloseBatches) -> Answered:
    reasons = {each.parcel_id: each.reason for each in asked.reasons}
    return run(close_print_batches, request, batch_ids=asked.batch_ids, reason=asked.reason, reasons=reasons)


@flow_operation(router, fill_print_batches)
def fill_print_batches_endpoint(request: HttpRequest, asked: FillBatches) -> Answered:
    return run(fill_print_batches, request, warehouse_ids=asked.warehouse_ids)


@flow_operation(router, set_print_days)
def set_print_days_endpoint(request: HttpRequest, asked: SetPrintDays) -> Answered:
    return run(set_print_days, request, days=[each.draft() for each in asked.days])


@flow_operation(router, drop_print_days)
def drop_print_days_endpoint(request: HttpRequest, asked: DropPrintDays) -> Answered:
    return run(drop_print_days, request, day_ids=asked.day_ids)
