"""How to call each flow over parcels on their way on a set of any size. Nothing listens where they call."""

from datetime import timedelta
from itertools import count

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.connectors.notify_log.notifier import LogNotifier
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.notifier import GROUP as NOTIFIERS
from zhanggui.kernel.doors.tracking import TrackEvent, TrackState
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.flows.ask_about_anomalies import ask_about_anomalies
from zhanggui.logistics.flows.close_tracking_accounts import close_tracking_accounts
from zhanggui.logistics.flows.deliver_orders import deliver_orders
from zhanggui.logistics.flows.drop_track_limits import drop_track_limits
from zhanggui.logistics.flows.find_anomalies import find_anomalies
from zhanggui.logistics.flows.follow_parcels import follow_parcels
from zhanggui.logistics.flows.intercept_anomalies import intercept_anomalies
from zhanggui.logistics.flows.move_collect_deadlines import move_collect_deadlines
from zhanggui.logistics.flows.own_anomalies import own_anomalies
from zhanggui.logistics.flows.queue_buyer_notices import queue_buyer_notices
from zhanggui.logistics.flows.queue_message_notices import queue_message_notices
from zhanggui.logistics.flows.record_track_events import record_track_events
from zhanggui.logistics.flows.resend_buyer_notices import resend_buyer_notices
from zhanggui.logistics.flows.resolve_anomalies import resolve_anomalies
from zhanggui.logistics.flows.set_notice_accounts import set_notice_accounts
from zhanggui.logistics.flows.set_notice_rules import set_notice_rules
from zhanggui.logistics.flows.set_track_limits import set_track_limits
from zhanggui.logistics.flows.set_tracking_accounts import set_tracking_accounts
from zhanggui.logistics.flows.silence_notices import silence_notices
from zhanggui.logistics.flows.tell_anomaly_buyers import tell_anomaly_buyers
from zhanggui.logistics.flows.tell_buyers_again import tell_buyers_again
from zhanggui.logistics.flows.withdraw_tracks import withdraw_tracks
from zhanggui.logistics.models import (
    Anomaly,
    BuyerNotice,
    NoticeAccount,
    SilentBuyer,
    Track,
    TrackingAccount,
    TrackLimit,
)
from zhanggui.logistics.notices.drafts import NoticeAccountDraft, NoticeRuleDraft
from zhanggui.logistics.notices.states import NoticeStep
from zhanggui.logistics.tracking.drafts import TrackingDraft
from zhanggui.logistics.tracking.rules import Limit
from zhanggui.orders.flows.record_deliveries import Delivery, record_deliveries
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.testing import make_shop

codes = count(1)
LATER = BY["at"] + timedelta(days=40)


def drafts(n: int) -> list[TrackingDraft]:
    return [TrackingDraft(f"T{next(codes)}", "Account", "kdniao", secrets={"app_key": "x"}) for _ in range(n)]


def setting_accounts(world: World, n: int) -> Call:
    accounts = drafts(n)
    return lambda: set_tracking_accounts(accounts=accounts, **BY)


def closing_accounts(world: World, n: int) -> Call:
    set_tracking_accounts(accounts=drafts(n), **BY)
    account_ids = list(TrackingAccount.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: close_tracking_accounts(account_ids=account_ids, **BY)


def following(world: World, n: int) -> Call:
    parcel_ids = take_to("shipped", world.orders(n))
    return lambda: follow_parcels(parcel_ids=parcel_ids, **BY)


def followed(world: World, n: int) -> list[Track]:
    parcel_ids = take_to("shipped", world.orders(n))
    follow_parcels(parcel_ids=parcel_ids, **BY)
    return list(Track.objects.filter(parcel_id__in=parcel_ids).select_related("parcel").order_by("pk"))


def scans(tracks: list[Track], *states: str) -> list[TrackEvent]:
    return [
        TrackEvent("zto", track.waybill, BY["at"] + timedelta(hours=n), TrackState(state), f"{state} {n}")
        for track in tracks
        for n, state in enumerate(states, 1)
    ]


def recording(world: World, n: int) -> Call:
    events = scans(followed(world, n), "picked_up", "in_transit", "exception", "delivered", "in_transit")
    return lambda: record_track_events(events=events, actor=BY["actor"], at=LATER)


def delivered(world: World, n: int) -> list[Track]:
    tracks = followed(world, n)
    record_track_events(events=scans(tracks, "delivered"), actor=BY["actor"], at=LATER)
    return tracks


def delivering(world: World, n: int) -> Call:
    parcel_ids = [track.parcel_id for track in delivered(world, n)]
    return lambda: deliver_orders(parcel_ids=parcel_ids, **BY)


def arriving(world: World, n: int) -> Call:
    deliveries = [Delivery(track.parcel.order_id, LATER) for track in followed(world, n)]
    return lambda: record_deliveries(deliveries=deliveries, **BY)


def withdrawing(world: World, n: int) -> Call:
    parcel_ids = [track.parcel_id for track in followed(world, n)]
    return lambda: withdraw_tracks(parcel_ids=parcel_ids, **BY)


def moving(world: World, n: int) -> Call:
    order_ids = [track.parcel.order_id for track in followed(world, n)]
    return lambda: move_collect_deadlines(order_ids=order_ids, **BY)


def finding(world: World, n: int) -> Call:
    Track.objects.update(look_at=None)
    followed(world, n)
    return lambda: find_anomalies(actor=BY["actor"], at=LATER)


def cases(world: World, n: int) -> list[int]:
    tracks = followed(world, n)
    told = scans(tracks, "picked_up", "exception")
    record_track_events(events=told, actor=BY["actor"], at=BY["at"] + timedelta(hours=3))
    return list(Anomaly.objects.filter(track__in=tracks, kind="trouble").order_by("pk").values_list("pk", flat=True))


def owning(world: World, n: int) -> Call:
    anomaly_ids = cases(world, n)
    return lambda: own_anomalies(anomaly_ids=anomaly_ids, **BY)


def resolving(world: World, n: int) -> Call:
    anomaly_ids = cases(world, n)
    return lambda: resolve_anomalies(anomaly_ids=anomaly_ids, resolution="arrived", **BY)


def calling_back(world: World, n: int) -> Call:
    anomaly_ids = cases(world, n)
    return lambda: intercept_anomalies(anomaly_ids=anomaly_ids, reason="lost", **BY)


def asking(world: World, n: int) -> Call:
    anomaly_ids = cases(world, n)
    return lambda: ask_about_anomalies(anomaly_ids=anomaly_ids, **BY)


def telling(world: World, n: int) -> Call:
    anomaly_ids = cases(world, n)
    return lambda: tell_anomaly_buyers(anomaly_ids=anomaly_ids, text="{order}", **BY)


def limits(n: int) -> list[Limit]:
    return [Limit("in_transit", "", f"R{next(codes)}", 30) for _ in range(n)]


def limiting(world: World, n: int) -> Call:
    wanted = limits(n)
    return lambda: set_track_limits(limits=wanted, **BY)


def dropping(world: World, n: int) -> Call:
    set_track_limits(limits=limits(n), **BY)
    limit_ids = list(TrackLimit.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: drop_track_limits(limit_ids=limit_ids, **BY)


def notice_accounts(n: int) -> list[NoticeAccountDraft]:
    installed(NOTIFIERS).setdefault("log", LogNotifier())
    return [NoticeAccountDraft(f"N{next(codes)}", "Account", "log") for _ in range(n)]


def setting_notice_accounts(world: World, n: int) -> Call:
    accounts = notice_accounts(n)
    return lambda: set_notice_accounts(accounts=accounts, **BY)


def notice_rules(shops: list[int]) -> list[NoticeRuleDraft]:
    set_notice_accounts(accounts=notice_accounts(1), **BY)
    account_id = NoticeAccount.objects.values_list("pk", flat=True).last() or 0
    return [NoticeRuleDraft(shop_id, "shipped", account_id, "s", "{order}", True, False) for shop_id in shops]


def setting_notice_rules(world: World, n: int) -> Call:
    rules = notice_rules([make_shop().pk for _ in range(n)])
    return lambda: set_notice_rules(rules=rules, **BY)


def queueing(world: World, n: int) -> Call:
    set_notice_rules(rules=notice_rules([world.shop.pk]), **BY)
    parcel_ids = take_to("shipped", world.orders(n))
    return lambda: queue_buyer_notices(parcel_ids=parcel_ids, event="shipped", **BY)


def queueing_messages(world: World, n: int) -> Call:
    rules = [rule._replace(event="message", text="{words}") for rule in notice_rules([world.shop.pk])]
    set_notice_rules(rules=rules, **BY)
    order_ids = world.orders(n)
    write_buyer_messages(order_ids=order_ids, text="{order}", **BY)
    return lambda: queue_message_notices(order_ids=order_ids, **BY)


def resending(world: World, n: int) -> Call:
    notice_ids = queueing(world, n)().done
    move_to(BuyerNotice, notice_ids, NoticeStep.SENDING)
    move_to(BuyerNotice, notice_ids, NoticeStep.FAILED)
    return lambda: resend_buyer_notices(notice_ids=notice_ids, **BY)


def heard_of(world: World, n: int) -> list[int]:
    """Notices to as many buyers."""
    notice_ids = list(queueing(world, n)().done)
    for pk in notice_ids:
        BuyerNotice.objects.filter(pk=pk).update(buyer_key=f"buyer {pk}".encode())
    return notice_ids


def silencing(world: World, n: int) -> Call:
    notice_ids = heard_of(world, n)
    return lambda: silence_notices(notice_ids=notice_ids, **BY)


def telling_again(world: World, n: int) -> Call:
    notice_ids = heard_of(world, n)
    silence_notices(notice_ids=notice_ids, **BY)
    orders = BuyerNotice.objects.filter(pk__in=notice_ids).values("order_id")
    silent_ids = list(SilentBuyer.objects.filter(order_id__in=orders).values_list("pk", flat=True))
    return lambda: tell_buyers_again(silent_ids=silent_ids, **BY)


MAKERS: Makers = {
    "set_tracking_accounts": setting_accounts,
    "close_tracking_accounts": closing_accounts,
    "follow_parcels": following,
    "record_track_events": recording,
    "deliver_orders": delivering,
    "record_deliveries": arriving,
    "withdraw_tracks": withdrawing,
    "move_collect_deadlines": moving,
    "find_anomalies": finding,
    "own_anomalies": owning,
    "resolve_anomalies": resolving,
    "intercept_anomalies": calling_back,
    "ask_about_anomalies": asking,
    "tell_anomaly_buyers": telling,
    "set_track_limits": limiting,
    "drop_track_limits": dropping,
    "set_notice_accounts": setting_notice_accounts,
    "set_notice_rules": setting_notice_rules,
    "queue_buyer_notices": queueing,
    "queue_message_notices": queueing_messages,
    "resend_buyer_notices": resending,
    "silence_notices": silencing,
    "tell_buyers_again": telling_again,
}
