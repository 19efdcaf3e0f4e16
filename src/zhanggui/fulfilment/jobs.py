"""What fulfilment does when others tell: stop parcels, and plan whoever can be served now."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from zhanggui.fulfilment.facts import (
    ParcelShipped,
    ParcelStopRecorded,
    ParcelTakenBack,
    ParcelToJoin,
    ParcelVoided,
    PlaceRuleDropped,
    PlaceRuleSet,
    WavePicked,
    WaybillAssigned,
)
from zhanggui.fulfilment.flows.ask_intercepts import ask_intercepts
from zhanggui.fulfilment.flows.cancel_waybills import cancel_waybills
from zhanggui.fulfilment.flows.escalate_intercepts import escalate_intercepts
from zhanggui.fulfilment.flows.fill_print_batches import fill_print_batches
from zhanggui.fulfilment.flows.learn_weights import learn_weights
from zhanggui.fulfilment.flows.mark_crates import mark_crates
from zhanggui.fulfilment.flows.merge_parcels import merge_parcels
from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.price_sendings import price_sendings
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.report_incidents import report_incidents
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.sum_work import sum_work
from zhanggui.fulfilment.flows.sweep_incidents import sweep_incidents
from zhanggui.fulfilment.incidents.shorts import short_reports
from zhanggui.fulfilment.merging.travelling import parcels_to_join
from zhanggui.fulfilment.outside.queries import parcels_of_waves, parcels_to_mark
from zhanggui.fulfilment.picking.facts import ParcelShort
from zhanggui.fulfilment.places.following import choose_again, follow_deadlines, parcels_out_of_reach
from zhanggui.fulfilment.queries import (
    orders_in,
    orders_refused_for_reach,
    orders_waiting_for,
    orders_without_place,
    reviewed_orders,
    skus_of_parcels,
)
from zhanggui.fulfilment.recalls.due import due_intercepts, due_labels, labels_of, parcels_to_recall, unasked_intercepts
from zhanggui.fulfilment.recalls.facts import InterceptOpened
from zhanggui.fulfilment.recalls.lots import unsent_parcels_with
from zhanggui.fulfilment.waving.numbered import waves_to_release
from zhanggui.fulfilment.weighing.facts import ParcelPacked
from zhanggui.inventory.facts import GoodsReceived, LotStopped, StockAdjusted
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.orders.facts import (
    OrderDeadlineMoved,
    OrderLineCancelled,
    OrderRecallAsked,
    OrderReleased,
    OrderReviewAsked,
    OrderReviewed,
    OrderStopAsked,
    OrderWishSet,
)
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.jobs import serve_waiting
from zhanggui.orders.pool.jobs import look_again
from zhanggui.people.models import Warehouse


@subscriber(OrderStopAsked, queue="stop")
def stop_parcels_of_orders(ids: list[int]) -> None:
    stop_orders(order_ids=ids, actor=system_actor("stop"), at=now())


@subscriber(OrderReviewAsked, queue="stop")
def let_go_of_unprinted_parcels(ids: list[int]) -> None:
    stop_orders(order_ids=ids, actor=system_actor("stop"), at=now())


@subscriber(OrderDeadlineMoved)
def follow_moved_deadlines(ids: list[int]) -> None:
    """Parcels under way are due when their orders are."""
    follow_deadlines(ids, actor=system_actor("planner"), at=now())


@subscriber(ParcelToJoin)
def merge_what_travels_together(ids: list[int]) -> None:
    """Orders that are to leave in one parcel are in one as soon as all of them are planned, where that may be."""
    parcel_ids = parcels_to_join(ids)
    if parcel_ids:
        merge_parcels(parcel_ids=parcel_ids, actor=system_actor("planner"), at=now())


@subscriber(OrderReviewed)
def plan_reviewed_orders(ids: list[int]) -> None:
    _plan(ids)


@subscriber(OrderReleased)
def plan_released_orders(ids: list[int]) -> None:
    """Those that were reviewed before someone held them go on; the others still wait for their review."""
    _plan(list(dict.fromkeys(ids)))


@subscriber(OrderLineCancelled)
def plan_without_cancelled_lines(ids: list[int]) -> None:
    """What waited for goods that nobody wants any more goes."""
    _plan(reviewed_orders(ids))


@subscriber(OrderWishSet)
def plan_wished_orders(ids: list[int]) -> None:
    """What nobody could send as it was may be sent now."""
    _plan(reviewed_orders(ids))


@subscriber(GoodsReceived)
def plan_waiting_orders(ids: list[int]) -> None:
    _plan(orders_waiting_for(ids))


@subscriber(StockAdjusted)
def plan_after_count(ids: list[int]) -> None:
    _plan(orders_waiting_for(ids))


@subscriber(LotStopped, queue="stop")
def stop_parcels_of_lots(ids: list[int]) -> None:
    """Nobody sends what was recalled: each parcel that carries it goes to the stop basket."""
    by_reason: dict[str, list[int]] = {}
    for parcel_id, reason in unsent_parcels_with(ids).items():
        by_reason.setdefault(reason, []).append(parcel_id)
    for reason, parcel_ids in by_reason.items():
        stop_parcels(parcel_ids=parcel_ids, reason=reason, actor=system_actor("stop"), at=now())


@subscriber(ParcelVoided)
def plan_after_void(ids: list[int]) -> None:
    """What a voided parcel no longer claims may serve others, those too that review refused for want of it."""
    sku_ids = skus_of_parcels(ids)
    _plan(orders_waiting_for(sku_ids))
    serve_waiting(sku_ids)


@subscriber(ParcelShort)
def plan_short_parcels_elsewhere(ids: list[int]) -> None:
    """What no bin here had enough of may lie in another warehouse."""
    order_ids = orders_in(ids)
    review_orders(order_ids=order_ids, actor=system_actor("planner"), at=now())
    _plan(order_ids)


@subscriber(PlaceRuleSet)
def plan_after_rule_set(ids: list[int]) -> None:
    """Another carrier, another limit: who could not be sent perhaps can."""
    _try_again()


@subscriber(PlaceRuleDropped)
def plan_after_rule_dropped(ids: list[int]) -> None:
    _try_again()


@app.periodic(cron="1 * * * *")
@app.task(name="fulfilment.plan_orders_without_place", queue="default", queueing_lock="fulfilment.without_place")
def plan_orders_without_place(timestamp: int) -> None:
    """Just after every full hour, and so just after midnight wherever the company is: a full warehouse has a new day,
    and a station that was stopped until then takes parcels again."""
    _try_again()


@subscriber(WaybillAssigned)
def release_numbered_waves(ids: list[int]) -> None:
    """Waves whose labels come at the table are picked as soon as the last number is there."""
    if wave_ids := waves_to_release(ids):
        release_waves(wave_ids=wave_ids, actor=system_actor("planner"), at=now())


@subscriber(WavePicked)
def mark_picked_crates(ids: list[int]) -> None:
    """What gets a crate is on the list for the crate maker before it is packed."""
    _mark_crates(parcels_of_waves(ids))


@app.periodic(cron="*/5 * * * *")
@app.task(name="fulfilment.mark_late_crates", queue="default", queueing_lock="fulfilment.mark_late_crates")
def mark_late_crates(timestamp: int) -> None:
    """What a rule, or a label written after picking, asks for."""
    _mark_crates(None)


def _mark_crates(parcel_ids: list[int] | None) -> None:
    by_reason: dict[str, list[int]] = {}
    for parcel_id, why in parcels_to_mark(parcel_ids).items():
        by_reason.setdefault(why, []).append(parcel_id)
    for why, ids in by_reason.items():
        mark_crates(parcel_ids=ids, why=why, actor=system_actor("planner"), at=now())


@subscriber(ParcelPacked)
def learn_packed_weights(ids: list[int]) -> None:
    """The scale knows a little better what goods and boxes weigh."""
    learn_weights(parcel_ids=ids, actor=system_actor("scale"), at=now())


@subscriber(ParcelShort)
def report_short_picks(ids: list[int]) -> None:
    report_incidents(reports=short_reports(ids), actor=system_actor("picker"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="fulfilment.sweep_incidents", queue="default", queueing_lock="fulfilment.sweep_incidents")
def sweep_incidents_job(timestamp: int) -> None:
    sweep_incidents(actor=system_actor("floor"), at=now())


@subscriber(ParcelStopRecorded)
def look_after_stop(ids: list[int]) -> None:
    look_again(orders_in(ids))


@subscriber(ParcelVoided)
def look_after_void(ids: list[int]) -> None:
    look_again(orders_in(ids))


@subscriber(ParcelStopRecorded, queue="push")
def cancel_stopped_waybills(ids: list[int]) -> None:
    """The numbers have been void here since the stop; now the carrier hears of it."""
    cancel_waybills(label_ids=labels_of(ids), actor=system_actor("push"), at=now())


@app.periodic(cron="* * * * *")
@app.task(name="fulfilment.fill_batches", queue="default", queueing_lock="fulfilment.fill_batches")
def fill_batches(timestamp: int) -> None:
    """Every minute, so that no print time finds a parcel without its batch."""
    warehouse_ids = list(Warehouse.objects.values_list("pk", flat=True))
    fill_print_batches(warehouse_ids=warehouse_ids, actor=system_actor("planner"), at=now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="fulfilment.cancel_due_waybills", queue="push", queueing_lock="fulfilment.cancel_due_waybills")
def cancel_due_waybills(timestamp: int) -> None:
    """Numbers that a carrier did not take back, or that a killed worker left, are tried again, ever more rarely."""
    at = now()
    in_chunks(due_labels(at=at), lambda chunk: cancel_waybills(label_ids=chunk, actor=system_actor("push"), at=at))


@subscriber(OrderRecallAsked, queue="stop")
def call_back_shipped_parcels(ids: list[int]) -> None:
    """What a platform changed after the parcels had left."""
    reasons = parcels_to_recall(ids)
    open_intercepts(parcel_ids=sorted(reasons), reasons=reasons, actor=system_actor("stop"), at=now())


@subscriber(InterceptOpened, queue="push")
def ask_opened_intercepts(ids: list[int]) -> None:
    ask_intercepts(intercept_ids=unasked_intercepts(ids), actor=system_actor("push"), at=now())


@app.periodic(cron="5-55/10 * * * *")
@app.task(name="fulfilment.ask_due_intercepts", queue="push", queueing_lock="fulfilment.ask_due_intercepts")
def ask_due_intercepts(timestamp: int) -> None:
    """Cases whose carrier was silent, or has taken the request and not answered yet."""
    at = now()
    in_chunks(
        due_intercepts(at=at), lambda chunk: ask_intercepts(intercept_ids=chunk, actor=system_actor("push"), at=at)
    )


@app.periodic(cron="*/5 * * * *")
@app.task(name="fulfilment.escalate_intercepts", queue="default", queueing_lock="fulfilment.escalate_intercepts")
def escalate_intercepts_job(timestamp: int) -> None:
    escalate_intercepts(actor=system_actor("stop"), at=now())


@subscriber(ParcelShipped)
def price_shipped_parcels(ids: list[int]) -> None:
    _price(ids)


@subscriber(ParcelTakenBack)
def unprice_taken_back_parcels(ids: list[int]) -> None:
    _price(ids)


def _price(ids: list[int]) -> None:
    in_chunks(ids, lambda part: price_sendings(parcel_ids=part, actor=system_actor("figures"), at=now()))


@app.periodic(cron="12 * * * *")
@app.task(name="fulfilment.sum_work", queue="default", queueing_lock="fulfilment.sum_work")
def sum_work_job(timestamp: int) -> None:
    sum_work(actor=system_actor("figures"), at=now())


def _try_again() -> None:
    """Who could not be sent is planned; whom review refused because nobody went there is reviewed, and so planned; what
    waits without paper for a carrier that does not go there any more gets another one, if there is one."""
    _plan(orders_without_place())
    stranded, planner = parcels_out_of_reach(at=now()), system_actor("planner")
    in_chunks(stranded, lambda chunk: choose_again(chunk, actor=planner, at=now()))
    refused = orders_refused_for_reach()
    in_chunks(refused, lambda chunk: review_orders(order_ids=chunk, actor=system_actor("rules"), at=now()))


def _plan(order_ids: Sequence[int]) -> None:
    """However many wait, each chunk is planned in a transaction of its own."""
    in_chunks(order_ids, lambda chunk: plan_parcels(order_ids=chunk, actor=system_actor("planner"), at=now()))
