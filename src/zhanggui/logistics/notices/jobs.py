"""When buyers are told."""

from procrastinate.contrib.django import app

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.facts import subscriber
from zhanggui.kernel.outcome import in_chunks
from zhanggui.logistics.flows.queue_buyer_notices import queue_buyer_notices
from zhanggui.logistics.flows.queue_message_notices import queue_message_notices
from zhanggui.logistics.flows.send_buyer_notices import send_buyer_notices
from zhanggui.logistics.models import Anomaly, BuyerNotice
from zhanggui.logistics.notices.rules import event_of
from zhanggui.logistics.notices.states import NoticeEvent, NoticeStep
from zhanggui.logistics.tracking.facts import AnomalyOpened, ParcelOutForDelivery
from zhanggui.logistics.tracking.states import AnomalyState
from zhanggui.orders.shortages.facts import BuyerMessageQueued

AT_ONCE = 200


@subscriber(ParcelOutForDelivery)
def tell_out_for_delivery(ids: list[int]) -> None:
    tell_of(NoticeEvent.OUT_FOR_DELIVERY, ids)


@subscriber(AnomalyOpened)
def tell_of_anomalies(ids: list[int]) -> None:
    """Of each kind of what is wrong once."""
    running = Anomaly.objects.filter(track__parcel_id__among=set(ids), state=AnomalyState.OPEN).order_by("pk")
    for kind, words, parcel_id in running.values_list("kind", "words", "track__parcel_id"):
        if event := event_of(kind):
            queue_buyer_notices(
                parcel_ids=[parcel_id], event=event, causes={parcel_id: kind}, words={parcel_id: words},
                actor=system_actor("notices"), at=now(),
            )  # fmt: skip


@subscriber(BuyerMessageQueued)
def tell_what_was_written(ids: list[int]) -> None:
    in_chunks(ids, lambda part: queue_message_notices(order_ids=part, actor=system_actor("notices"), at=now()))


@app.periodic(cron="* * * * *")
@app.task(name="logistics.send_due_notices", queue="push", queueing_lock="logistics.send_due_notices")
def send_due_notices(timestamp: int) -> None:
    states = [NoticeStep.WAITING, NoticeStep.SENDING]
    due = BuyerNotice.objects.filter(state__in=states, due_at__lte=now(), account__is_active=True)
    ids = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:2000])
    in_chunks(
        ids, lambda part: send_buyer_notices(notice_ids=part, actor=system_actor("notices"), at=now()), size=AT_ONCE
    )


def tell_of(event: str, parcel_ids: list[int]) -> None:
    in_chunks(
        parcel_ids,
        lambda part: queue_buyer_notices(parcel_ids=part, event=event, actor=system_actor("notices"), at=now()),
    )
