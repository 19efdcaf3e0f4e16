"""How to call each flow over shops and notices on a set of any size."""

from dataclasses import replace

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.flows.settle_notices import settle_notices
from zhanggui.channels.flows.warn_of_told_parcels import warn_of_told_parcels
from zhanggui.channels.flows.withdraw_notices import withdraw_notices
from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.steps import move_to
from zhanggui.orders.testing import make_shop


def link_drafts(n: int) -> list[LinkDraft]:
    shops = [make_shop(channel="taobao") for _ in range(n)]
    secrets = {"app_secret": "s", "session": "x"}
    return [LinkDraft(shop.pk, {"gateway": "http://127.0.0.1:1"}, secrets, BY["at"]) for shop in shops]


def linked_shops(n: int) -> list[int]:
    return link_shops(links=link_drafts(n), **BY).done


def linking(world: World, n: int) -> Call:
    links = link_drafts(n)
    return lambda: link_shops(links=links, **BY)


def pausing(world: World, n: int) -> Call:
    shop_ids = linked_shops(n)
    return lambda: pause_links(shop_ids=shop_ids, **BY)


def resuming(world: World, n: int) -> Call:
    shop_ids = linked_shops(n)
    pause_links(shop_ids=shop_ids, **BY)
    return lambda: resume_links(shop_ids=shop_ids, **BY)


def renewing(world: World, n: int) -> Call:
    links = [LinkRenewal(shop_id, {"session": "new"}) for shop_id in linked_shops(n)]
    return lambda: renew_links(links=links, **BY)


def noticing(world: World, n: int) -> Call:
    draft = replace(link_drafts(1)[0], shop_id=world.shop.pk)
    type(world.shop).objects.filter(pk=world.shop.pk).update(channel="taobao")
    link_shops(links=[draft], **BY)
    parcel_ids = take_to("shipped", world.orders(n))
    return lambda: queue_notices(parcel_ids=parcel_ids, **BY)


def noticing_again(world: World, n: int) -> Call:
    noticing(world, n)()
    notice_ids = list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    move_to(Notice, notice_ids, NoticeState.REFUSED)
    return lambda: retry_notices(notice_ids=notice_ids, **BY)


def withdrawing(world: World, n: int) -> Call:
    noticing(world, n)()
    parcel_ids = list(Notice.objects.order_by("-pk").values_list("parcel_id", flat=True)[:n])
    take_back_parcels(parcel_ids=parcel_ids, note="wrong pile", **BY)
    return lambda: withdraw_notices(parcel_ids=parcel_ids, **BY)


def told(world: World, n: int) -> list[int]:
    """Parcels that were told, taken back and stopped."""
    noticing(world, n)()
    notices = dict(Notice.objects.order_by("-pk").values_list("pk", "parcel_id")[:n])
    move_to(Notice, list(notices), NoticeState.TOLD, told_at=BY["at"])
    parcel_ids = list(notices.values())
    take_back_parcels(parcel_ids=parcel_ids, note="wrong pile", **BY)
    stop_parcels(parcel_ids=parcel_ids, reason="refund", **BY)
    return parcel_ids


def warning(world: World, n: int) -> Call:
    parcel_ids = told(world, n)
    return lambda: warn_of_told_parcels(parcel_ids=parcel_ids, **BY)


def settling(world: World, n: int) -> Call:
    warn_of_told_parcels(parcel_ids=told(world, n), **BY)
    notice_ids = list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: settle_notices(notice_ids=notice_ids, **BY)


MAKERS: Makers = {
    "link_shops": linking,
    "pause_links": pausing,
    "resume_links": resuming,
    "renew_links": renewing,
    "queue_notices": noticing,
    "retry_notices": noticing_again,
    "withdraw_notices": withdrawing,
    "warn_of_told_parcels": warning,
    "settle_notices": settling,
}
