"""When the providers are asked. What waits for the network runs on the queue "push"."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from zhanggui.fulfilment.facts import ParcelVoided, WaveBuilt, WaybillDropped
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.logistics.facts import NumberUnused, WaybillRequested
from zhanggui.logistics.flows.cancel_numbers import cancel_numbers
from zhanggui.logistics.flows.check_balances import check_balances
from zhanggui.logistics.flows.forget_print_data import forget_print_data
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.flows.withdraw_requests import withdraw_requests
from zhanggui.logistics.queries import (
    accounts_to_check,
    due_cancellations,
    due_requests,
    numbers_to_cancel,
    parcels_of_waves,
    parcels_without_use,
    unrequested_parcels,
)
from zhanggui.orders.facts import OrderReceiverForgotten

AT_ONCE = 200
"""Requests of one round: the first labels of a large wave are there while the last are still asked for."""


@subscriber(WaveBuilt)
def request_waybills_of_waves(ids: list[int]) -> None:
    _request(parcels_of_waves(ids))


@subscriber(WaybillRequested, queue="push")
def take_requested_waybills(ids: list[int]) -> None:
    _take(ids)


@subscriber(ParcelVoided)
def withdraw_requests_of_voided(ids: list[int]) -> None:
    withdraw_requests(parcel_ids=ids, actor=system_actor("logistics"), at=now())


@subscriber(WaybillDropped)
def withdraw_requests_of_changed(ids: list[int]) -> None:
    """The number goes back; what still stands in its wave is asked for anew."""
    withdraw_requests(parcel_ids=ids, actor=system_actor("logistics"), at=now())
    _request(unrequested_parcels(ids))


@subscriber(NumberUnused, queue="push")
def cancel_unused_numbers(ids: list[int]) -> None:
    cancel_numbers(request_ids=numbers_to_cancel(ids), actor=system_actor("logistics"), at=now())


@subscriber(OrderReceiverForgotten)
def forget_print_data_of_orders(ids: list[int]) -> None:
    forget_print_data(order_ids=ids, actor=system_actor("logistics"), at=now())


@app.periodic(cron="* * * * * */30")  # the sixth field is seconds
@app.task(name="logistics.take_due_waybills", queue="push", queueing_lock="logistics.take_due_waybills")
def take_due_waybills(timestamp: int) -> None:
    """Requests that a provider did not answer, or that a killed worker left; parcels nobody was asked for."""
    _request(unrequested_parcels())
    _take(due_requests(at=now()))


@app.periodic(cron="*/5 * * * *")
@app.task(name="logistics.cancel_due_numbers", queue="push", queueing_lock="logistics.cancel_due_numbers")
def cancel_due_numbers(timestamp: int) -> None:
    actor = system_actor("logistics")
    in_chunks(parcels_without_use(at=now()), lambda part: withdraw_requests(parcel_ids=part, actor=actor, at=now()))
    in_chunks(
        due_cancellations(at=now()), lambda part: cancel_numbers(request_ids=part, actor=actor, at=now()), size=AT_ONCE
    )


@app.periodic(cron="20 * * * *")
@app.task(name="logistics.check_balances", queue="push", queueing_lock="logistics.check_balances")
def check_balances_job(timestamp: int) -> None:
    check_balances(account_ids=accounts_to_check(), actor=system_actor("logistics"), at=now())


def _request(parcel_ids: Sequence[int]) -> None:
    in_chunks(parcel_ids, lambda part: request_waybills(parcel_ids=part, actor=system_actor("logistics"), at=now()))


def _take(request_ids: Sequence[int]) -> None:
    in_chunks(
        request_ids,
        lambda part: take_waybills(request_ids=part, actor=system_actor("logistics"), at=now()),
        size=AT_ONCE,
    )
